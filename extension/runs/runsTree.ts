// View "Runs": the folders of runs, read again when something changes in them, and every two seconds while a run trains.

import * as vscode from 'vscode';
import type { RunStatus } from '../../engine/runlog/runState.js';
import { createFolderTree, type FolderRow, type FolderTree } from '../workbench/folderTree.js';
import { COMMANDS, CONTEXTS, ITEMS, SETTINGS, VIEWS, type ContextId } from '../workbench/ids.js';
import { newAlarms } from './alarms.js';
import { listRuns, type ListedRun } from '../../engine/reading/listRuns.js';
import { canResume } from './runText.js';
import { runsFolders } from './runsFolders.js';
import { runDescription, runLines, statusText } from './runText.js';

const LIVE_MS = 2000;

type Look = Pick<FolderRow, 'icon' | 'colour'>;

const WARNING: Look = { icon: 'warning', colour: 'list.warningForeground' };
const LOOKS: Readonly<Record<RunStatus, Look>> = {
  waiting: { icon: 'loading~spin' },
  running: { icon: 'play-circle', colour: 'charts.green' },
  paused: { icon: 'debug-pause', colour: 'charts.yellow' },
  done: { icon: 'pass', colour: 'charts.green' },
  stopped: { icon: 'stop-circle' },
  failed: { icon: 'error', colour: 'list.errorForeground' },
  dead: WARNING,
  elsewhere: { icon: 'cloud' },
};

export type RunsTree = FolderTree<ListedRun>;

/** `alarmed`: called for each alarm that a run raises from now on. */
export function createRunsTree(alarmed: (run: ListedRun, message: string) => void): RunsTree {
  const beganMs = Date.now();
  return createFolderTree<ListedRun>({
    view: VIEWS.runs,
    listed: CONTEXTS.runsListed,
    contexts: contextsOf,
    list: async (before) => {
      const runs = await listRuns(runsFolders(), before);
      for (const run of runs)
        for (const { message } of newAlarms(run, before.get(run.folder), beganMs)) alarmed(run, message);
      return runs;
    },
    row: rowOf,
    patterns: () =>
      runsFolders().flatMap((folder) =>
        ['*', '**/{run.json,process.json,events.jsonl}', '**/*tfevents*'].map(
          (pattern) => new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
        ),
      ),
    settings: [SETTINGS.runsFolders],
    again: (runs) => (runs.some(({ live }) => live) ? LIVE_MS : undefined),
  });
}

/** Conditions of the commands in the palette. */
function contextsOf(runs: readonly ListedRun[]): Readonly<Partial<Record<ContextId, boolean>>> {
  const own = runs.filter(({ kind }) => kind === 'run');
  return {
    [CONTEXTS.hasRuns]: runs.length > 0,
    [CONTEXTS.hasSeveralRuns]: runs.length > 1,
    [CONTEXTS.hasOwnRuns]: own.length > 0,
    [CONTEXTS.hasLiveRuns]: own.some(({ live }) => live),
    [CONTEXTS.hasRunningRuns]: own.some(({ live, status }) => live && status !== 'paused'),
    [CONTEXTS.hasPausedRuns]: own.some(({ live, status }) => live && status === 'paused'),
    [CONTEXTS.hasEndedRuns]: own.some(canResume),
  };
}

function rowOf(run: ListedRun): FolderRow {
  return {
    description: runDescription(run),
    status: statusText(run.status),
    lines: runLines(run),
    ...lookOf(run),
    item: itemOf(run),
    command: COMMANDS.openDashboard,
  };
}

function lookOf({ kind, status, problem }: ListedRun): Look {
  if (kind === 'tensorboard') return { icon: 'graph' };
  return problem === undefined ? LOOKS[status] : WARNING;
}

/** Menus offer the actions that are possible with the run at present. */
function itemOf({ kind, live, status, problem }: ListedRun): string {
  if (kind === 'tensorboard') return ITEMS.tensorBoard;
  if (problem !== undefined) return ITEMS.runUnreadable;
  if (live) return status === 'paused' ? ITEMS.runPaused : ITEMS.runRunning;
  if (status === 'done') return ITEMS.runDone;
  return status === 'elsewhere' ? ITEMS.runElsewhere : ITEMS.runEnded;
}
