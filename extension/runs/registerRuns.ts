// Training runs as VS Code knows them: the view, the commands, the dashboard and how it is restored, lenses, documents to
// compare. Light, since it is part of every start.

import * as vscode from 'vscode';
import type { FrameContext } from '../panels/folderPage.js';
import { compareConfigs, registerConfigDocuments } from './compareConfigs.js';
import { registerDashboard } from './dashboard.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { runCommands } from './runCommands.js';
import type { RunControl } from './runControl.js';
import { createRunsTree } from './runsTree.js';
import { actOnRun, steerCommands } from './steerCommands.js';
import { registerTrainingLens } from './trainingLens.js';

export interface RunsContext extends FrameContext {
  readonly control: RunControl;
}

export function registerRuns({ control, log, extension }: RunsContext) {
  const tellAlarm = async ({ name, folder }: ListedRun, alarm: string) => {
    const told = vscode.l10n.t('{0}: {1}', name, alarm);
    log.warn(told);
    const answer = await vscode.window.showWarningMessage(told, vscode.l10n.t('Open Dashboard'));
    if (answer !== undefined) await dashboard.open([folder]);
  };
  const tree = createRunsTree((run, alarm) => void tellAlarm(run, alarm));
  const dashboard = registerDashboard(
    { tree, log, extension },
    {
      act: (folder, action) => actOnRun({ tree, control, log }, folder, action),
      annotate: async (folder, notes) => {
        await control.annotate(folder, notes);
        tree.refresh();
      },
      compare: ([left, right]) => compareConfigs(left!, right!),
    },
  );
  const others = [registerConfigDocuments(), registerTrainingLens(tree)];
  return {
    commands: {
      ...runCommands({ tree, dashboard }),
      ...steerCommands({ tree, control, log, dashboard }),
    },
    dispose: () => void vscode.Disposable.from(tree, dashboard, ...others).dispose(),
  };
}
