// View "Sweeps": the sweeps in the folders of runs, each with the runs of its last trials below it. Read again when
// something changes in them, and every two seconds while one works.

import * as vscode from 'vscode';
import {
  listSweeps,
  type ListedSweep,
  type SweepStatus,
  type TrialState,
} from '../../engine/reading/glanceSweep.js';
import { runsFolders } from '../runs/runsFolders.js';
import {
  createFolderTree,
  type FolderChild,
  type FolderRow,
  type FolderTree,
} from '../workbench/folderTree.js';
import { COMMANDS, CONTEXTS, ITEMS, SETTINGS, VIEWS } from '../workbench/ids.js';
import { numberText, sweepDescription, sweepLines, sweepStatusText, trialStateText } from './sweepText.js';

const LIVE_MS = 2000;
/** Trials below a sweep; the dashboard has all. */
const MOST_TRIALS = 200;

type Look = Pick<FolderRow, 'icon' | 'colour'>;

const WARNING: Look = { icon: 'warning', colour: 'list.warningForeground' };
const LOOKS: Readonly<Record<SweepStatus, Look>> = {
  working: { icon: 'play-circle', colour: 'charts.green' },
  paused: { icon: 'debug-pause', colour: 'charts.yellow' },
  draining: { icon: 'debug-step-over', colour: 'charts.yellow' },
  ended: { icon: 'pass', colour: 'charts.green' },
  stopped: { icon: 'stop-circle' },
  dead: WARNING,
  elsewhere: { icon: 'cloud' },
};
const TRIAL_LOOKS: Readonly<Record<TrialState, Look>> = {
  running: { icon: 'play-circle', colour: 'charts.green' },
  complete: { icon: 'pass', colour: 'charts.green' },
  pruned: { icon: 'scissors' },
  failed: { icon: 'error', colour: 'list.errorForeground' },
  waiting: { icon: 'watch' },
};
const SWEEP_ITEMS: Readonly<Record<SweepStatus, string>> = {
  working: ITEMS.sweepWorking,
  paused: ITEMS.sweepPaused,
  draining: ITEMS.sweepDraining,
  ended: ITEMS.sweepEnded,
  stopped: ITEMS.sweepStopped,
  dead: ITEMS.sweepStopped,
  elsewhere: ITEMS.sweepElsewhere,
};

export type SweepsTree = FolderTree<ListedSweep>;

export function createSweepsTree(): SweepsTree {
  return createFolderTree<ListedSweep>({
    view: VIEWS.sweeps,
    listed: CONTEXTS.sweepsListed,
    contexts: (sweeps) => ({ [CONTEXTS.hasSweeps]: sweeps.length > 0 }),
    list: async (before) => withShortNames(await listSweeps(runsFolders(), before)),
    row: rowOf,
    children: trialsOf,
    patterns: () =>
      runsFolders().flatMap((folder) =>
        ['*', '*/{sweep.json,control.json,journal.log}', '*/processes/*/*'].map(
          (pattern) => new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
        ),
      ),
    settings: [SETTINGS.runsFolders],
    again: (sweeps) => (sweeps.some(({ live }) => live) ? LIVE_MS : undefined),
  });
}

/** A sweep that is the only one of its title is shown by that; the folder's name begins with its time. */
function withShortNames(sweeps: readonly ListedSweep[]): readonly ListedSweep[] {
  const isOnly = ({ title }: ListedSweep) => sweeps.filter((one) => one.title === title).length === 1;
  return sweeps.map((sweep) => (isOnly(sweep) ? { ...sweep, name: sweep.title } : sweep));
}

function rowOf(sweep: ListedSweep): FolderRow {
  const { status, problem } = sweep;
  return {
    description: sweepDescription(sweep),
    status: sweepStatusText(status),
    lines: sweepLines(sweep),
    ...(problem === undefined ? LOOKS[status] : WARNING),
    item: problem === undefined ? SWEEP_ITEMS[status] : ITEMS.sweepUnreadable,
    command: COMMANDS.openSweepDashboard,
  };
}

/** Runs of the last trials, the last one first. */
function trialsOf({ runs, best }: ListedSweep): readonly FolderChild[] {
  return runs
    .slice(-MOST_TRIALS)
    .reverse()
    .map(({ trial, state, folder }) => {
      const status = trialStateText(state);
      const isBest = trial === best?.trial;
      return {
        folder,
        name: vscode.l10n.t('Trial {0}', trial),
        row: {
          description: isBest ? vscode.l10n.t('{0} · best {1}', status, numberText(best.value)) : status,
          lines: [folder],
          ...(isBest ? { icon: 'star-full', colour: 'charts.yellow' } : TRIAL_LOOKS[state]),
          item: state === 'running' ? ITEMS.trialRunning : ITEMS.trialEnded,
          command: COMMANDS.openDashboard,
        },
      };
    });
}
