// Deletes a folder the way the system does it.

import { basename } from 'node:path';
import * as vscode from 'vscode';

/** Machines without a desktop have no trash: there it is deleted for good, if the user agrees to that. */
export async function moveToTrash(folder: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: true });
  } catch {
    const agreed = await vscode.window.showWarningMessage(
      `"${basename(folder.fsPath)}" cannot be moved to a trash here.`,
      { modal: true, detail: 'Deleting it for good cannot be undone.' },
      'Delete for Good',
    );
    if (agreed) await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: false });
  }
}
