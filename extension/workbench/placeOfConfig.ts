// Folder in which a configuration or a notebook about a folder is written.

import * as vscode from 'vscode';
import { localFolders } from './userSettings.js';

/** The workspace folder around `folder`, else the first one; undefined in a window without folders. */
export function placeOfConfig(folder: string): string | undefined {
  const inside = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  return (inside ?? localFolders()[0])?.uri.fsPath;
}
