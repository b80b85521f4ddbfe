// Folders in which runs are looked for: the setting `deepliif.runs.folders`, for each folder of the workspace; and the
// folders in them.

import { isAbsolute, join, normalize } from 'node:path';
import * as vscode from 'vscode';
import { foldersIn } from '../../engine/reading/foldersIn.js';
import { localFolders, settingsFor } from '../workbench/userSettings.js';

/** Absolute paths, those of the first workspace folder first. */
export function runsFolders(): readonly string[] {
  const absolute = settingsFor()
    .runs.folders.filter((folder) => isAbsolute(folder))
    .map((folder) => normalize(folder));
  const relative = localFolders().flatMap(({ uri }) =>
    settingsFor(uri)
      .runs.folders.filter((folder) => !isAbsolute(folder))
      .map((folder) => join(uri.fsPath, folder)),
  );
  return [...new Set([...relative, ...absolute])];
}

/** Absolute paths of folders that are runs or may be, without reading any. */
export async function possibleRuns(): Promise<readonly string[]> {
  const folders = runsFolders();
  return [...folders, ...(await Promise.all(folders.map(foldersIn))).flat()];
}

/** Folder of runs for a configuration that names none: the first of the watched folders in its workspace folder. */
export function runsFolderFor(config: string): string | undefined {
  const inside = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(config))?.uri.fsPath;
  const folders = runsFolders();
  return folders.find((folder) => inside !== undefined && folder.startsWith(inside)) ?? folders[0];
}
