// Where runs are looked for: the setting `deepliif.runs.folders`, for each folder of the workspace.

import { isAbsolute, join, normalize } from 'node:path';
import * as vscode from 'vscode';
import { SECTION, settingsOf } from '../workbench/settings.js';

/** Absolute paths, those of the first workspace folder first. */
export function runsFolders(): readonly string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const settings = settingsOf(vscode.workspace.getConfiguration(SECTION)).runs.folders;
  const absolute = settings.filter((folder) => isAbsolute(folder)).map((folder) => normalize(folder));
  const relative = folders.flatMap(({ uri }) =>
    settingsOf(vscode.workspace.getConfiguration(SECTION, uri))
      .runs.folders.filter((folder) => !isAbsolute(folder))
      .map((folder) => join(uri.fsPath, folder)),
  );
  return [...new Set([...relative, ...absolute])];
}
