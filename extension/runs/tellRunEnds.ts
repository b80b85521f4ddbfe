// Notification when a run ends, with what one does next: use its model, see its curves, read why it failed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { tellEnds } from '../workbench/tellEnds.js';
import { runEndText } from './runEndText.js';
import { createRunEnds } from './runEnds.js';
import type { RunsTree } from './runsTree.js';

/** Key of the window's memory: folders of the runs that train. */
const TRAINING = 'deepliif.runs.training';
/** Output of a run's process, in its folder. */
const RUN_LOG = 'run.log';

export interface RunEndActions {
  readonly log: vscode.LogOutputChannel;
  openDashboard(folder: string): Promise<void>;
  /** Makes the run's model the one that analyses images. */
  useModel(folder: string): Promise<void>;
  /** Called when a run may have written its model. */
  modelsChanged(): void;
}

/** Follows the readings of the tree. `memory`: kept when the window is closed. */
export function tellRunEnds(
  tree: RunsTree,
  memory: vscode.Memento,
  actions: RunEndActions,
): vscode.Disposable {
  return tellEnds<ListedRun>(tree, memory, {
    key: TRAINING,
    ends: (remembered) => createRunEnds(remembered, Date.now()),
    tell: (run) => tell(run, actions),
    changed: () => actions.modelsChanged(),
    log: actions.log,
  });
}

async function tell(run: ListedRun, actions: RunEndActions): Promise<void> {
  const { folder, status } = run;
  const told = runEndText(run);
  const dashboard = vscode.l10n.t('Dashboard');
  const [useModel, showLog] = [vscode.l10n.t('Use Model'), vscode.l10n.t('Show Log')];
  const { showInformationMessage, showErrorMessage } = vscode.window;
  const hasFailed = status === 'failed' || status === 'dead';
  if (hasFailed) actions.log.error(told);
  else actions.log.info(told);
  const answer = hasFailed
    ? await showErrorMessage(told, showLog, dashboard)
    : await showInformationMessage(told, ...(status === 'done' ? [useModel] : []), dashboard);
  if (answer === dashboard) await actions.openDashboard(folder);
  if (answer === useModel) await actions.useModel(folder);
  if (answer === showLog) await openLog(folder, actions.log);
}

/** Output of the run's process; the extension's own log for a run that was started elsewhere. */
async function openLog(folder: string, log: vscode.LogOutputChannel): Promise<void> {
  const file = join(folder, RUN_LOG);
  if (existsSync(file)) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
  else log.show();
}
