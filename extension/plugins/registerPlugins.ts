// Plug-ins as VS Code knows them: the view, commands, notifications, panels, the API for other extensions. Light, since it is
// part of every start; what a command needs is loaded when it is called.

import * as vscode from 'vscode';
import type { DeepLiifExports } from '../api/index.js';
import type { Engine } from '../engine/engine.js';
import { NOTEBOOK_MARKERS } from '../notebook/folderKind.js';
import type { FrameContext } from '../panels/folderPage.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { givenFolders } from '../workbench/folderCommands.js';
import { COMMANDS } from '../workbench/ids.js';
import { pickAmong, type FolderChoice } from '../workbench/pickFolders.js';

import type { ApiTrees } from './apiEvents.js';
import type { ApiContext } from './apiRequests.js';
import { createExports } from './pluginApi.js';
import { chooseRow, createRegistered, panelRows } from './pluginActions.js';
import { createPluginList, type PluginPreparation } from './pluginList.js';
import { createPluginsView } from './pluginsView.js';
import { contributedBy, type Contributed } from './listedPlugins.js';
import { tellProblems } from './tellProblems.js';

export interface PluginsContext extends FrameContext {
  readonly engine: Engine;
  readonly preparation: PluginPreparation;
  /** Version of this extension. */
  readonly version: string;
  /** Memory over restarts. */
  readonly memory: vscode.Memento;
  /** Folder for files that are downloaded. */
  readonly storage: string;
  readonly trees: ApiTrees;
  readonly api: ApiContext;
  /** Records to pick from. */
  readonly lists: readonly (() => Promise<readonly FolderChoice[]>)[];
  /** Folders that the panel in front shows. */
  readonly inFront: () => readonly string[];
}

type PluginCommand = Extract<keyof typeof COMMANDS, `${string}lugin${string}`>;

export interface PluginsFeature extends vscode.Disposable {
  readonly commands: Pick<CommandTable, (typeof COMMANDS)[PluginCommand]>;
  readonly exports: DeepLiifExports;
  /** Notebook blocks of plug-ins; they are texts, so an untrusted workspace has them, too. */
  blocks(): Promise<readonly Contributed<'notebookBlocks'>[]>;
}

export function registerPlugins(context: PluginsContext): PluginsFeature {
  const { engine, preparation, log, memory, version, storage } = context;
  const list = createPluginList(engine, preparation, log);
  const registered = createRegistered();
  const subscriptions: vscode.Disposable[] = [
    list,
    createPluginsView(list, log),
    tellProblems(list, memory, log),
    list.onDidRead((listed) => registered.listed(listed)),
  ];
  list.refresh();

  /** Folders that were clicked, else those in front, else one that is picked. */
  const meant = async (clicked: unknown, selected: unknown, placeHolder: string) => {
    const given = givenFolders(clicked, selected, NOTEBOOK_MARKERS);
    if (given.length > 0) return given;
    const shown = context.inFront();
    if (shown.length > 0) return shown;
    const none = vscode.l10n.t('There are no results, runs or sweeps yet. Analyse an image first.');
    const choices = (await Promise.all(context.lists.map((choices) => choices()))).flat();
    return pickAmong(choices, { placeHolder, none });
  };

  return {
    commands: {
      [COMMANDS.refreshPlugins]: () => list.refresh(),
      [COMMANDS.enablePlugin]: async (given?: unknown) =>
        (await import('./switchPlugin.js')).enablePlugin(list, given),
      [COMMANDS.disablePlugin]: async (given?: unknown) =>
        (await import('./switchPlugin.js')).disablePlugin(list, given),
      [COMMANDS.showPluginProblems]: async (given?: unknown) =>
        (await import('./switchPlugin.js')).showPluginProblems(list, given),
      [COMMANDS.openPluginDocumentation]: async (given?: unknown) =>
        (await import('./switchPlugin.js')).openPluginDocumentation(list, given),
      [COMMANDS.browsePlugins]: async (given?: unknown) =>
        (await import('./browsePlugins.js')).browsePlugins({ version, storage, log }, given),
      [COMMANDS.openPluginPanel]: async (clicked?: unknown, selected?: unknown, wanted?: unknown) => {
        const [folder] = await meant(clicked, selected, vscode.l10n.t('A panel about which record?'));
        if (folder === undefined) return undefined;
        const words = {
          placeHolder: vscode.l10n.t('Which panel?'),
          none: vscode.l10n.t(
            'No plug-in has a panel for {0}. The view "Plug-ins" lists what is installed.',
            folder,
          ),
        };
        const row = await chooseRow(panelRows(await list.all(), registered), folder, words, wanted);
        if (row) await (await import('./pluginPanel.js')).openPluginPanel(context, row, folder);
        return row?.id;
      },
      [COMMANDS.runPluginAction]: async (clicked?: unknown, selected?: unknown, wanted?: unknown) => {
        const folders = await meant(clicked, selected, vscode.l10n.t('An action on which record?'));
        if (folders[0] === undefined) return undefined;
        const words = {
          placeHolder: vscode.l10n.t('Which action?'),
          none: vscode.l10n.t('No extension has added an action for {0}.', folders[0]),
        };
        const row = await chooseRow([...registered.actions], folders[0], words, wanted);
        if (row) await row.run(folders.map((folder) => vscode.Uri.file(folder)));
        return row?.id;
      },
    },
    exports: createExports(context.trees, context.api, registered, subscriptions),
    blocks: async () => contributedBy(await list.all(), 'notebookBlocks', ['used', 'waiting']),
    dispose: () => void vscode.Disposable.from(...subscriptions).dispose(),
  };
}
