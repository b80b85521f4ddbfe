// Notification when a sweep ends, with what one does next: see its trials, train with the best one.

import * as vscode from 'vscode';
import type { ListedSweep } from '../../engine/reading/glanceSweep.js';
import { tellEnds } from '../workbench/tellEnds.js';
import { createSweepEnds } from './sweepEnds.js';
import type { SweepsTree } from './sweepsTree.js';
import { sweepEndText } from './sweepText.js';

/** Key of the window's memory: folders of the sweeps that work. */
const WORKING = 'deepliif.sweeps.working';

export interface SweepEndActions {
  readonly log: vscode.LogOutputChannel;
  openDashboard(folder: string): Promise<void>;
  startBest(sweep: ListedSweep): Promise<unknown>;
  resume(folder: string): Promise<void>;
}

/** Follows the readings of the tree. `memory`: kept when the window is closed. */
export function tellSweepEnds(
  tree: SweepsTree,
  memory: vscode.Memento,
  actions: SweepEndActions,
): vscode.Disposable {
  return tellEnds<ListedSweep>(tree, memory, {
    key: WORKING,
    ends: (remembered) => createSweepEnds(remembered, Date.now()),
    tell: (sweep) => tell(sweep, actions),
    log: actions.log,
  });
}

async function tell(sweep: ListedSweep, actions: SweepEndActions): Promise<void> {
  const { folder, status, best } = sweep;
  const told = sweepEndText(sweep);
  const open = vscode.l10n.t('Open Dashboard');
  const [train, resume] = [vscode.l10n.t('Start Training with the Best…'), vscode.l10n.t('Resume')];
  const hasDied = status === 'dead';
  if (hasDied) actions.log.error(told);
  else actions.log.info(told);
  const answer = hasDied
    ? await vscode.window.showErrorMessage(told, resume, open)
    : await vscode.window.showInformationMessage(told, open, ...(best ? [train] : []));
  if (answer === open) await actions.openDashboard(folder);
  if (answer === train) await actions.startBest(sweep);
  if (answer === resume) await actions.resume(folder);
}
