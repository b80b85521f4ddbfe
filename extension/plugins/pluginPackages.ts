// Packages of plug-ins as VS Code and the disk hold them: installed extensions that contribute to DeepLIIF, and folders of
// the setting `deepliif.pluginFolders`. None of their code is run.

import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { Plugin } from '../../engine/protocol/plugins.js';
import {
  brokenPlugin,
  declaredPlugin,
  declaresPlugin,
  readPluginDeclaration,
} from '../../engine/reading/pluginDeclaration.js';
import { settingsFor } from '../workbench/userSettings.js';

/** Plug-ins in the order of `pluginFolders`. */
export async function declaredPlugins(): Promise<readonly Plugin[]> {
  const extensions = pluginExtensions().map(({ extensionPath: folder, packageJSON }) =>
    declaredPlugin(folder, packageJSON as unknown),
  );
  return [...extensions, ...(await Promise.all(namedFolders().map(pluginInFolder)))];
}

/** Folders of extensions by their ids, then those of the setting as the user wrote them. */
export function pluginFolders(): readonly string[] {
  const named = namedFolders().filter((folder) => isAbsolute(folder));
  return [...pluginExtensions().map(({ extensionPath }) => extensionPath), ...named];
}

function pluginExtensions(): readonly vscode.Extension<unknown>[] {
  return vscode.extensions.all
    .filter(({ packageJSON }) => declaresPlugin(packageJSON))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function namedFolders(): readonly string[] {
  const taken = new Set(pluginExtensions().map(({ extensionPath }) => extensionPath));
  return [...new Set(settingsFor().pluginFolders)].filter((folder) => !taken.has(folder));
}

function pluginInFolder(folder: string): Promise<Plugin> {
  if (isAbsolute(folder)) return readPluginDeclaration(folder);
  const problem = vscode.l10n.t(
    'The setting "deepliif.pluginFolders" names "{0}". Write an absolute path.',
    folder,
  );
  return Promise.resolve(brokenPlugin(folder, problem));
}
