// Lenses above the first line of a *.deepliif-sweep.json: Start Sweep; Open Dashboard where a sweep of it exists; and
// Apply, which gives a sweep that has not ended the changed space.

import * as vscode from 'vscode';
import type { ListedSweep } from '../../engine/reading/glanceSweep.js';
import { registerConfigLens } from '../workbench/configLens.js';
import { COMMANDS } from '../workbench/ids.js';
import { sweepsOfConfig } from './configSweeps.js';
import { SWEEP_CONFIG_PATTERN } from './sweepConfigs.js';
import type { SweepsTree } from './sweepsTree.js';

export function registerSweepLens(tree: SweepsTree): vscode.Disposable {
  return registerConfigLens<ListedSweep>({
    pattern: SWEEP_CONFIG_PATTERN,
    tree,
    factsOf: ({ title, status }) => [title, status],
    lenses: (document, sweeps) =>
      lensesOf(document.uri, sweepsOfConfig(document.getText(), document.uri.fsPath, sweeps)),
  });
}

function lensesOf(config: vscode.Uri, sweeps: readonly ListedSweep[]): readonly vscode.Command[] {
  const shown = sweeps.find(({ live }) => live) ?? sweeps[0];
  const start: vscode.Command = {
    command: COMMANDS.startSweep,
    title: `$(play) ${vscode.l10n.t('Start Sweep')}`,
    arguments: [config],
  };
  if (!shown) return [start];
  const folder = vscode.Uri.file(shown.folder);
  const open: vscode.Command = {
    command: COMMANDS.openSweepDashboard,
    title: `$(graph-scatter) ${shown.live ? vscode.l10n.t('Watch {0}', shown.name) : vscode.l10n.t('Open {0}', shown.name)}`,
    arguments: [folder],
  };
  const change: vscode.Command = {
    command: COMMANDS.changeSweep,
    title: `$(arrow-swap) ${vscode.l10n.t('Apply to {0}', shown.name)}`,
    tooltip: vscode.l10n.t('Its next trials have this configuration; earlier ones stay usable'),
    arguments: [config, folder],
  };
  // A sweep that goes on is what people come for; a second one is started less often.
  return shown.live ? [open, change, start] : [start, open, change];
}
