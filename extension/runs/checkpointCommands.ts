// Commands on the checkpoints of a run: use one as the model, or try one on an image.

import * as vscode from 'vscode';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS } from '../workbench/ids.js';
import { useCheckpoint } from './checkpointModels.js';
import type { Dashboard } from './dashboard.js';
import { givenOwnRun } from './givenRun.js';
import { pickCheckpoint } from './pickCheckpoint.js';
import { meantRuns } from './runCommands.js';
import type { RunsTree } from './runsTree.js';
import { pickImage, tryOnImage, type TryContext } from './tryOnImage.js';

export interface CheckpointCommandsContext extends TryContext {
  readonly tree: RunsTree;
  readonly dashboard: Dashboard;
}

export function checkpointCommands(context: CheckpointCommandsContext) {
  const { tree, dashboard } = context;
  const meantRun = async (clicked: unknown) => {
    const [folder] = await meantRuns(tree, dashboard, clicked, ({ kind }) => kind === 'run');
    return folder === undefined ? undefined : givenOwnRun(folder);
  };
  return {
    /** `given`: a checkpoint, as the command line names it. Returns the folder of the model. */
    [COMMANDS.useCheckpoint]: async (clicked?: unknown, given?: unknown) => {
      const run = await meantRun(clicked);
      if (!run) return undefined;
      const words = {
        title: vscode.l10n.t('Use a checkpoint of {0} as model', run.name),
        placeHolder: vscode.l10n.t('Which checkpoint becomes the model?'),
      };
      const checkpoint = typeof given === 'string' ? given : await pickCheckpoint(run, words);
      return checkpoint === undefined ? undefined : useCheckpoint(context, run.folder, checkpoint);
    },
    /** `image`: absolute path. Returns the folder of the result. */
    [COMMANDS.tryOnImage]: async (clicked?: unknown, given?: unknown, image?: unknown) => {
      const run = await meantRun(clicked);
      if (!run) return undefined;
      const words = {
        title: vscode.l10n.t('Try {0}', run.name),
        placeHolder: vscode.l10n.t('Which checkpoint?'),
        onlyOne: true,
      };
      const checkpoint = typeof given === 'string' ? given : await pickCheckpoint(run, words);
      if (checkpoint === undefined) return undefined;
      const path = typeof image === 'string' ? image : await pickImage(context, run.name);
      return path === undefined ? undefined : tryOnImage(context, run, checkpoint, path);
    },
  } satisfies Partial<CommandTable>;
}
