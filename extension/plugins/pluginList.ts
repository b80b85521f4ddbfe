// Plug-ins of this window, followed: read again when extensions, settings or trust change, and given to the engine, which
// runs their code in trusted workspaces only.

import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import type { Plugin } from '../../engine/protocol/plugins.js';
import type { EngineConnection } from '../engine/connection.js';
import type { Engine } from '../engine/engine.js';
import { SETTINGS } from '../workbench/ids.js';
import { onSettingsChange, settingsFor } from '../workbench/userSettings.js';
import { listedPlugins, type ListedPlugin } from './listedPlugins.js';
import { declaredPlugins, pluginFolders } from './pluginPackages.js';

export interface PluginList extends vscode.Disposable {
  /** Reads the declarations. */
  all(): Promise<readonly ListedPlugin[]>;
  /** Asks the engine too, which is started for that if there is a plug-in that may run. */
  checked(): Promise<readonly ListedPlugin[]>;
  /** Everything that is listed, after each change. */
  readonly onDidRead: vscode.Event<readonly ListedPlugin[]>;
  refresh(): void;
}

/** Plug-ins that a new engine process is told of before anything else; see EngineOptions.prepare. */
export interface PluginPreparation {
  prepare(request: EngineConnection['request']): Promise<void>;
  /** Answers of the engine about the plug-ins that it was given last. */
  answers(): readonly Plugin[];
  readonly onDidAnswer: vscode.Event<void>;
}

/** Made before the engine, which calls it at every start. */
export function createPluginPreparation(): PluginPreparation {
  const answered = new vscode.EventEmitter<void>();
  let answers: readonly Plugin[] = [];
  return {
    prepare: async (request) => {
      answers = await request('plugin/use', pluginChoice());
      answered.fire();
    },
    answers: () => answers,
    onDidAnswer: answered.event,
  };
}

/** Parameters of plugin/use: no folder before the workspace is trusted. */
export function pluginChoice(): { readonly folders: readonly string[]; readonly off: readonly string[] } {
  return {
    folders: vscode.workspace.isTrusted ? pluginFolders() : [],
    off: settingsFor().disabledPlugins,
  };
}

export function createPluginList(
  engine: Engine,
  preparation: PluginPreparation,
  log: vscode.LogOutputChannel,
): PluginList {
  const read = new vscode.EventEmitter<readonly ListedPlugin[]>();
  const all = async () => {
    const listed = listedPlugins(await declaredPlugins(), {
      off: settingsFor().disabledPlugins,
      isTrusted: vscode.workspace.isTrusted,
      checked: preparation.answers(),
    });
    read.fire(listed);
    return listed;
  };
  const use = () => preparation.prepare((...args) => engine.request(...args));
  const checked = async () => {
    const listed = await all();
    if (!listed.some(({ state }) => state === 'used') || preparation.answers().length > 0) return listed;
    await use();
    return all();
  };
  /** A running engine hears of the change at once; any other when it starts. */
  const changed = async () => {
    try {
      if (engine.state.name === 'ready') await use();
      else await all();
    } catch (thrown) {
      log.warn(asError(thrown).message);
    }
  };
  const refresh = () => void changed();
  const subscriptions = vscode.Disposable.from(
    read,
    preparation.onDidAnswer(() => void all()),
    vscode.extensions.onDidChange(refresh),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    onSettingsChange([SETTINGS.pluginFolders, SETTINGS.disabledPlugins], refresh),
  );
  return { all, checked, onDidRead: read.event, refresh, dispose: () => void subscriptions.dispose() };
}
