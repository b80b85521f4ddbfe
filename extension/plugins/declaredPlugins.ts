// Plug-ins as their package.json declares them, read without running their code and without the engine: extensions with
// `contributes.deepliif`, and folders of the setting `deepliif.pluginFolders`. The engine checks the rest when it uses them.

import { basename } from 'node:path';
import { contributes, PLUGIN_API_VERSION, type Plugin } from '../../engine/protocol/plugins.js';
import { ShapeError } from '../../engine/protocol/shape.js';
import { l10n } from '../workbench/l10n.js';

/** Folder with a package.json, parsed. */
export interface PluginPackage {
  readonly folder: string;
  readonly json: unknown;
}

/** Field of a value of unknown origin; undefined if it has none. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** True for a package.json that declares contributions to DeepLIIF, right or wrong. */
export function declaresPlugin(json: unknown): boolean {
  return field(field(json, 'contributes'), 'deepliif') !== undefined;
}

/** Never throws: what is wrong with the declaration becomes a problem. */
export function declaredPlugin({ folder, json }: PluginPackage): Plugin {
  const word = (name: string, fallback: string) => {
    const value = field(json, name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : fallback;
  };
  const name = word('name', basename(folder));
  const id = `${word('publisher', 'unknown')}.${name}`.toLowerCase();
  const about = { id, title: word('displayName', id), version: word('version', '0.0.0'), folder };
  const declared = field(field(json, 'contributes'), 'deepliif');
  const broken = (problem: string): Plugin => ({
    ...about,
    contributes: { api: PLUGIN_API_VERSION },
    problems: [problem],
    isUsed: false,
  });
  if (declared === undefined)
    return broken(
      l10n.t(
        'package.json has no "contributes.deepliif". It says what a plug-in adds. Choose another folder.',
      ),
    );
  const api = field(declared, 'api');
  if (typeof api === 'number' && api > PLUGIN_API_VERSION)
    return broken(
      l10n.t(
        'It needs version {0} of the plug-in API, and this DeepLIIF has version {1}. Update DeepLIIF for VS Code, or install an earlier version of the plug-in.',
        api,
        PLUGIN_API_VERSION,
      ),
    );
  try {
    return {
      ...about,
      contributes: contributes(declared, 'contributes.deepliif'),
      problems: [],
      isUsed: true,
    };
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    return broken(l10n.t('package.json: {0} Correct the declaration.', thrown.message));
  }
}
