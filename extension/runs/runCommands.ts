// Commands of the view "Runs" that show runs: the dashboard, comparison, curves, and those of every tree of folders.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { isEventFile } from '../../engine/runlog/tensorBoardPlaces.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { folderCommands, givenFolders, type FolderWords } from '../workbench/folderCommands.js';
import { COMMANDS } from '../workbench/ids.js';
import { pickFolders } from '../workbench/pickFolders.js';
import { compareConfigs } from './compareConfigs.js';
import type { Dashboard } from './dashboard.js';
import { exportCurves } from './exportCurves.js';
import { givenRun, RUN_MARKERS } from './givenRun.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import type { RunsTree } from './runsTree.js';

export interface RunCommandsContext {
  readonly tree: RunsTree;
  readonly dashboard: Dashboard;
}

export function runCommands({ tree, dashboard }: RunCommandsContext) {
  const folders = folderCommands<ListedRun>({ tree, markers: RUN_MARKERS, read: givenRun, busy, words });
  return {
    [COMMANDS.refreshRuns]: () => folders.refresh(),
    [COMMANDS.renameRun]: (clicked?: unknown, name?: unknown) => folders.rename(clicked, name),
    [COMMANDS.deleteRun]: (clicked?: unknown, selected?: unknown) => folders.remove(clicked, selected),
    [COMMANDS.revealRun]: (clicked?: unknown) => folders.reveal(clicked),
    [COMMANDS.openDashboard]: async (clicked?: unknown, selected?: unknown) => {
      const given = givenFolders(clicked, selected, RUN_MARKERS);
      const shown = given.length > 0 ? given : (await tree.all()).slice(0, 1).map(({ folder }) => folder);
      await dashboard.open(shown);
      return shown;
    },
    [COMMANDS.showInDashboard]: async (clicked?: unknown, selected?: unknown) => {
      const given = givenFolders(clicked, selected, RUN_MARKERS);
      const shown = [...new Set(given.map((path) => (isEventFile(basename(path)) ? dirname(path) : path)))];
      if (shown.length === 0) {
        const open = { canSelectFolders: true, canSelectFiles: false, canSelectMany: true };
        shown.push(...((await vscode.window.showOpenDialog(open)) ?? []).map(({ fsPath }) => fsPath));
      }
      if (shown.length > 0) await dashboard.open(shown);
      return shown;
    },
    [COMMANDS.compareConfigurations]: async (clicked?: unknown, selected?: unknown) => {
      const several = Array.isArray(selected) ? selected : Array.isArray(clicked) ? clicked : [];
      const given = givenFolders(several.length > 1 ? undefined : clicked, several, RUN_MARKERS);
      const two = given.length > 1 ? given : await pickTwo(tree, given[0]);
      if (two.length === 0) return [];
      if (new Set(two).size !== 2)
        throw new EngineError('usage', vscode.l10n.t('Choose two runs to compare, not {0}.', two.length));
      await compareConfigs(two[0]!, two[1]!);
      return two;
    },
    [COMMANDS.exportCurves]: async (clicked?: unknown) => {
      const [folder] = await meantRuns(tree, dashboard, clicked);
      return folder === undefined ? undefined : exportCurves(await givenRun(folder), dashboard);
    },
  } satisfies Partial<CommandTable>;
}

/** Folders that a command was given, else that of the first run in the dashboard in front, else one that is picked. */
export async function meantRuns(
  tree: RunsTree,
  dashboard: Dashboard,
  clicked: unknown,
  which?: (run: ListedRun) => boolean,
): Promise<readonly string[]> {
  const given = givenFolders(clicked, undefined, RUN_MARKERS);
  if (given.length > 0) return given;
  const inFront = dashboard.inFront();
  if (inFront.length > 0) return inFront.slice(0, 1);
  const { which: placeHolder } = words();
  const none = vscode.l10n.t('There is no run here for this command.');
  return pickFolders(tree, { placeHolder, none, ...(which ? { which } : {}) });
}

/** The run that is given, and another one; or both. */
async function pickTwo(tree: RunsTree, first: string | undefined): Promise<readonly string[]> {
  const none = vscode.l10n.t('There are no two runs to compare here.');
  if (first === undefined)
    return pickFolders(tree, { placeHolder: vscode.l10n.t('Which two runs?'), none, several: true });
  const placeHolder = vscode.l10n.t('Compare {0} with …', basename(first));
  const [other] = await pickFolders(tree, { placeHolder, none, which: ({ folder }) => folder !== first });
  return other === undefined ? [] : [first, other];
}

function busy({ live, name }: ListedRun): string | undefined {
  return live ? vscode.l10n.t('{0} is training. Stop it before you rename or delete it.', name) : undefined;
}

function words(): FolderWords {
  return {
    which: vscode.l10n.t('Which run?'),
    none: vscode.l10n.t('There are no runs yet. Start a training.'),
    deleteSeveral: (count) => vscode.l10n.t('Delete {0} runs?', count),
    deleteDetail: vscode.l10n.t(
      'The folder goes to the trash, with curves, samples, checkpoints and models in it.',
    ),
  };
}
