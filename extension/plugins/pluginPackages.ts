// Packages of plug-ins as VS Code and the disk hold them: installed extensions that contribute to DeepLIIF, and folders of
// the setting `deepliif.pluginFolders`. None of their code is run.

import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import type { Plugin } from '../../engine/protocol/plugins.js';
import { settingsFor } from '../workbench/userSettings.js';
import { declaredPlugin, declaresPlugin } from './declaredPlugins.js';

const MOST_BYTES = 4 * 2 ** 20;

/** Plug-ins in the order of `pluginFolders`. */
export async function declaredPlugins(): Promise<readonly Plugin[]> {
  const extensions = pluginExtensions().map(({ extensionPath: folder, packageJSON }) =>
    declaredPlugin({ folder, json: packageJSON as unknown }),
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

async function pluginInFolder(folder: string): Promise<Plugin> {
  const broken = (problem: string): Plugin => ({
    ...declaredPlugin({ folder, json: { contributes: { deepliif: { api: 1 } } } }),
    problems: [problem],
    isUsed: false,
  });
  if (!isAbsolute(folder))
    return broken(
      vscode.l10n.t('The setting "deepliif.pluginFolders" names "{0}". Write an absolute path.', folder),
    );
  const file = vscode.Uri.file(join(folder, 'package.json'));
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > MOST_BYTES)
      return broken(vscode.l10n.t('Its package.json has {0} bytes; at most {1} are read.', size, MOST_BYTES));
    const json = JSON.parse(
      Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8'),
    ) as unknown;
    return declaredPlugin({ folder, json });
  } catch (thrown) {
    return broken(
      vscode.l10n.t(
        'Its package.json cannot be read: {0} Correct the file, or take the folder out of the setting "deepliif.pluginFolders".',
        asError(thrown).message.replace(/\.?$/, '.'),
      ),
    );
  }
}
