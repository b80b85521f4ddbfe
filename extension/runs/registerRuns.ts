// Training runs as VS Code knows them: the view, the commands, the dashboard and how it is restored, lenses, documents to
// compare. Light, since it is part of every start.

import * as vscode from 'vscode';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import { COMMANDS } from '../workbench/ids.js';
import type { FrameContext } from '../panels/folderPage.js';
import { folderChoices } from '../workbench/pickFolders.js';
import { checkpointCommands } from './checkpointCommands.js';
import { useModelOfRun } from './checkpointModels.js';
import { compareConfigs, registerConfigDocuments } from './compareConfigs.js';
import { registerDashboard } from './dashboard.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { runCommands } from './runCommands.js';
import type { RunControl } from './runControl.js';
import { createRunsTree } from './runsTree.js';
import { actOnRun, steerCommands } from './steerCommands.js';
import { tellRunEnds } from './tellRunEnds.js';
import { registerTrainingLens } from './trainingLens.js';

export interface RunsContext extends FrameContext {
  readonly control: RunControl;
  readonly analysis: AnalysisContext;
  /** Called when a run has got a model. */
  readonly modelsChanged: () => void;
  /** Memory of the window for this workspace. */
  readonly memory: vscode.Memento;
}

export function registerRuns({ control, log, extension, sizes, ...context }: RunsContext) {
  const { memory, modelsChanged } = context;
  const tellAlarm = async ({ name, folder }: ListedRun, alarm: string) => {
    const told = vscode.l10n.t('{0}: {1}', name, alarm);
    log.warn(told);
    const answer = await vscode.window.showWarningMessage(told, vscode.l10n.t('Open Dashboard'));
    if (answer !== undefined) await dashboard.open([folder]);
  };
  const tree = createRunsTree((run, alarm) => void tellAlarm(run, alarm));
  const dashboard = registerDashboard(
    { tree, log, extension, sizes },
    {
      act: (folder, action) => actOnRun({ tree, control, log }, folder, action),
      tryOnImage: (folder) => checkpoints[COMMANDS.tryOnImage](vscode.Uri.file(folder)),
      annotate: async (folder, notes) => {
        await control.annotate(folder, notes);
        tree.refresh();
      },
      compare: ([left, right]) => compareConfigs(left!, right!),
    },
  );
  const checkpoints = checkpointCommands({ ...context, tree, control, dashboard });
  const ends = tellRunEnds(tree, memory, {
    log,
    modelsChanged,
    openDashboard: (folder) => dashboard.open([folder]),
    useModel: (folder) => useModelOfRun({ control, modelsChanged }, folder),
  });
  const others = [registerConfigDocuments(), registerTrainingLens(tree), ends];
  return {
    tree,
    /** Runs to pick from. */
    choices: () => folderChoices(tree),
    /** Folders of the runs in the dashboard, if it is in front. */
    activeFolders: () => dashboard.inFront(),
    commands: {
      ...runCommands({ tree, dashboard }),
      ...steerCommands({ tree, control, log, dashboard }),
      ...checkpoints,
    },
    dispose: () => void vscode.Disposable.from(tree, dashboard, ...others).dispose(),
  };
}
