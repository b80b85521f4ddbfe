// Shows a folder to the user: in the explorer where it is in the workspace, else in the system's file manager.

import * as vscode from 'vscode';

/** Files are shown as folders are. */
export async function revealFolder(folder: vscode.Uri): Promise<void> {
  const isInside = vscode.workspace.getWorkspaceFolder(folder) !== undefined;
  await vscode.commands.executeCommand(isInside ? 'revealInExplorer' : 'revealFileInOS', folder);
}
