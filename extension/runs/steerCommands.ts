// Commands that start, steer and fork training runs, for the view, the palette, the dashboard and the lenses above a
// configuration.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { RunAction } from '../../webview/messages/training.js';
import { showFailure, type CommandTable } from '../workbench/commandTable.js';
import { COMMANDS } from '../workbench/ids.js';
import { askRates } from './askRates.js';
import type { Dashboard } from './dashboard.js';
import { givenOwnRun } from './givenRun.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { pickCheckpoint } from './pickCheckpoint.js';
import { meantRuns } from './runCommands.js';
import type { RunControl } from './runControl.js';
import { canResume } from './runText.js';
import type { RunsTree } from './runsTree.js';
import { configToStart } from './trainConfigs.js';

export interface SteerContext {
  readonly tree: RunsTree;
  readonly control: RunControl;
  readonly log: vscode.LogOutputChannel;
}

/** Carries out what the dashboard's buttons and the commands ask for. `folder`: of the run. */
export async function actOnRun(
  { tree, control, log }: SteerContext,
  folder: string,
  action: RunAction,
): Promise<string | undefined> {
  const run = await givenOwnRun(folder);
  if (action === 'resume') {
    if (run.live) throw new EngineError('usage', vscode.l10n.t('{0} is training already.', run.name));
    if (run.status === 'elsewhere')
      throw new EngineError(
        'usage',
        vscode.l10n.t('The process of {0} is on another machine. Resume the run there.', run.name),
      );
    await control.resume(folder);
  } else {
    if (!run.live)
      throw new EngineError('usage', vscode.l10n.t('{0} is not training. Resume it first.', run.name));
    const command = action === 'rates' ? await askRates(run) : ({ command: action } as const);
    if (!command) return undefined;
    await control.command(folder, command);
    log.info(`${run.name}: ${action}`);
  }
  tree.refresh();
  return folder;
}

export function steerCommands(context: SteerContext & { readonly dashboard: Dashboard }) {
  const { tree, control, dashboard } = context;
  const act =
    (action: RunAction, which: (run: ListedRun) => boolean) =>
    async (clicked?: unknown): Promise<string | undefined> => {
      const [folder] = await meantRuns(tree, dashboard, clicked, which);
      return folder === undefined ? undefined : actOnRun(context, folder, action);
    };
  const trains = ({ live }: ListedRun) => live;
  return {
    [COMMANDS.startTraining]: async (clicked?: unknown) => {
      const config = await configToStart(clicked);
      if (config === undefined) return undefined;
      const title = vscode.l10n.t('Starting {0} …', basename(config));
      const options = { location: vscode.ProgressLocation.Notification, title };
      const folder = await vscode.window.withProgress(options, () => control.start(config));
      tree.refresh();
      await dashboard.open([folder]);
      return folder;
    },
    [COMMANDS.resumeTraining]: act('resume', canResume),
    [COMMANDS.stopTraining]: act('stop', trains),
    [COMMANDS.pauseTraining]: act('pause', ({ live, status }) => live && status !== 'paused'),
    [COMMANDS.continueTraining]: act('continue', ({ live, status }) => live && status === 'paused'),
    [COMMANDS.checkpointNow]: act('checkpoint', trains),
    [COMMANDS.changeLearningRate]: act('rates', trains),
    [COMMANDS.forkRun]: async (clicked?: unknown, given?: string) => {
      const [folder] = await meantRuns(tree, dashboard, clicked, ({ kind }) => kind === 'run');
      if (folder === undefined) return undefined;
      const run = await givenOwnRun(folder);
      const words = {
        title: vscode.l10n.t('Fork {0}', run.name),
        placeHolder: vscode.l10n.t('From which checkpoint does the new run resume?'),
      };
      const checkpoint = given ?? (await pickCheckpoint(run, words));
      if (checkpoint === undefined) return undefined;
      const forked = await control.fork(folder, checkpoint);
      tree.refresh();
      const told = vscode.l10n.t(
        '{0} resumes from step {1} of {2}.',
        basename(forked.folder),
        forked.step,
        run.name,
      );
      void offerToResume(context, told, [forked.folder, folder]).catch((thrown: unknown) =>
        showFailure(thrown, context.log),
      );
      return forked.folder;
    },
  } satisfies Partial<CommandTable>;
}

/** `folders`: of the new run, and of the one that it came from. */
async function offerToResume(
  context: SteerContext & { readonly dashboard: Dashboard },
  told: string,
  folders: readonly [string, string],
): Promise<void> {
  const [resume, open] = [vscode.l10n.t('Resume'), vscode.l10n.t('Open Dashboard')];
  const answer = await vscode.window.showInformationMessage(told, resume, open);
  if (answer === resume) await actOnRun(context, folders[0], 'resume');
  if (answer !== undefined) await context.dashboard.open(folders);
}
