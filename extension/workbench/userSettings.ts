// The user's settings as VS Code holds them: read, changed, followed.

import * as vscode from 'vscode';
import { SECTION, type SettingName } from './ids.js';
import { settingsOf, type Settings } from './settings.js';

/** Settings as they apply to a file or folder; without one, to the window. */
export function settingsFor(place?: vscode.Uri): Settings {
  return settingsOf(vscode.workspace.getConfiguration(SECTION, place));
}

/** Changes a setting where the user has it: in the workspace if it says something there, else for the user. */
export async function writeSetting(name: SettingName, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const isOfWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update(name, value, target);
}

/** Calls back when one of the settings has changed, anywhere. */
export function onSettingsChange(names: readonly SettingName[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) changed();
  });
}

/** Folders of the workspace that lie on a disk. */
export function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}
