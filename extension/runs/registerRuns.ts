// What VS Code knows of training runs: the view, the commands, the dashboard and how it is restored, lenses, documents
// to compare. Light, since it is part of every start; what shows a dashboard is loaded when the first is to be shown.

import * as vscode from 'vscode';
import { compareConfigs, registerConfigDocuments } from './compareConfigs.js';
import type { Dashboards } from './dashboards.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { actOnRun, registerRunCommands } from './runCommands.js';
import type { RunControl } from './runControl.js';
import { createRunsView } from './runsTree.js';
import { registerTrainingLens } from './trainingLens.js';

const TRAINING_PANEL = 'deepliif.training';

export interface RunsContext {
  readonly control: RunControl;
  readonly log: vscode.LogOutputChannel;
  /** Where the extension lies. */
  readonly extension: vscode.Uri;
}

export function registerRuns({ control, log, extension }: RunsContext): vscode.Disposable {
  let loaded: Dashboards | undefined;
  const tellAlarm = async (run: ListedRun, message: string) => {
    log.warn(`${run.name}: ${message}`);
    const answer = await vscode.window.showWarningMessage(`${run.name}: ${message}`, 'Open Dashboard');
    if (answer) await (await dashboards()).open([run.folder]);
  };
  const view = createRunsView((run, message) => void tellAlarm(run, message));
  const dashboards = async () => {
    const { createDashboards } = await import('./dashboards.js');
    return (loaded ??= createDashboards(
      { view, log, extension },
      (folder, action) => actOnRun({ view, control, log }, folder, action),
      ([left, right]) => compareConfigs(left!, right!),
    ));
  };
  return vscode.Disposable.from(
    view,
    registerRunCommands({ view, dashboards, inFront: () => loaded?.active() ?? [], control, log }),
    registerConfigDocuments(),
    registerTrainingLens(view),
    vscode.window.registerWebviewPanelSerializer(TRAINING_PANEL, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await dashboards()).restore(panel, state),
    }),
    { dispose: () => void loaded?.dispose() },
  );
}
