// Deletes a folder the way the system does it.

import { basename } from 'node:path';
import * as vscode from 'vscode';

/** Machines without a desktop have no trash: the folder is then deleted for good, if the user agrees to that. */
export async function moveToTrash(folder: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: true });
  } catch {
    const agreed = await vscode.window.showWarningMessage(
      vscode.l10n.t('"{0}" cannot be moved to a trash here.', basename(folder.fsPath)),
      { modal: true, detail: vscode.l10n.t('Deleting it for good cannot be undone.') },
      vscode.l10n.t('Delete for Good'),
    );
    if (agreed) await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: false });
  }
}
