// Lenses above the first line of a *.deepliif-train.json: Start Training, and Resume or Open Dashboard where a run of it
// exists.

import * as vscode from 'vscode';
import { registerConfigLens } from '../workbench/configLens.js';
import { COMMANDS } from '../workbench/ids.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import type { RunsTree } from './runsTree.js';
import { runsOfConfig } from './configRuns.js';
import { CONFIG_PATTERN } from './trainConfigs.js';

export function registerTrainingLens(tree: RunsTree): vscode.Disposable {
  return registerConfigLens<ListedRun>({
    pattern: CONFIG_PATTERN,
    tree,
    factsOf: ({ live, status }) => [live, status],
    lenses: (document, runs) =>
      lensesOf(document.uri, runsOfConfig(document.getText(), document.uri.fsPath, runs)),
  });
}

function lensesOf(config: vscode.Uri, runs: readonly ListedRun[]): readonly vscode.Command[] {
  const live = runs.find((run) => run.live);
  const resumable = runs.find((run) => !run.live && run.status !== 'done' && run.status !== 'elsewhere');
  const lenses: vscode.Command[] = [
    {
      command: COMMANDS.startTraining,
      title: `$(play) ${vscode.l10n.t('Start Training')}`,
      arguments: [config],
    },
  ];
  if (!live && resumable)
    lenses.push({
      command: COMMANDS.resumeTraining,
      title: `$(debug-continue) ${vscode.l10n.t('Resume {0}', resumable.name)}`,
      tooltip: vscode.l10n.t('Resumes after its last checkpoint'),
      arguments: [vscode.Uri.file(resumable.folder)],
    });
  const shown = live ?? runs[0];
  if (shown)
    lenses.push({
      command: COMMANDS.openDashboard,
      title: `$(graph-line) ${live ? vscode.l10n.t('Watch {0}', shown.name) : vscode.l10n.t('Open {0}', shown.name)}`,
      arguments: [vscode.Uri.file(shown.folder)],
    });
  return lenses;
}
