// What can be done with runs, from the view, the palette, the dashboard and the editor of a configuration.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { RunAction } from '../../webview/messages/training.js';
import { registerTable, requireTrust, showFailure } from '../workbench/commandTable.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { wrongName } from '../workbench/folderName.js';
import { moveToTrash } from '../workbench/moveToTrash.js';
import type { Boards } from './boards.js';
import { compareConfigs } from './compareConfigs.js';
import type { Dashboards } from './dashboards.js';
import { exportCurves } from './exportCurves.js';
import { readListedRun, type ListedRun } from './listRuns.js';
import { pickCheckpoint } from './pickCheckpoint.js';
import type { RunControl } from './runControl.js';
import { runDescription } from './runText.js';
import type { RunsView } from './runsTree.js';
import { askRates } from './askRates.js';
import { configToStart } from './trainConfigs.js';

export interface RunCommandsContext {
  readonly view: RunsView;
  readonly dashboards: () => Promise<Dashboards>;
  /** Folders of the runs that the dashboard in front shows. */
  readonly inFront: () => readonly string[];
  readonly control: RunControl;
  readonly boards: Boards;
  readonly log: vscode.LogOutputChannel;
}

/** Carries out what the dashboard's buttons and the commands ask for; `folder`: of the run. */
export async function actOnRun(
  { view, control, log }: Pick<RunCommandsContext, 'view' | 'control' | 'log'>,
  folder: string,
  action: RunAction,
): Promise<string | undefined> {
  requireTrust();
  const run = await mustBeRun(folder);
  if (action === 'resume') {
    if (run.live) throw new EngineError('usage', `${run.name} trains already.`);
    if (run.status === 'elsewhere')
      throw new EngineError('usage', `${run.name} belongs to a process on another machine. Resume it there.`);
    await control.resume(folder);
  } else {
    if (!run.live) throw new EngineError('usage', `${run.name} does not train at present. Resume it first.`);
    const command = action === 'rates' ? await askRates(run) : ({ command: action } as const);
    if (!command) return undefined;
    await control.command(folder, command);
    log.info(`${run.name}: ${action}`);
  }
  view.refresh();
  return folder;
}

export function registerRunCommands(context: RunCommandsContext): vscode.Disposable {
  const { view, dashboards, control } = context;
  const meant = async (which: (run: ListedRun) => boolean, clicked?: unknown, selected?: unknown) => {
    if (Array.isArray(selected) && selected.length > 0) return selected.map(folderOf);
    if (clicked !== undefined) return [folderOf(clicked)];
    const inFront = context.inFront();
    if (inFront.length > 0) return inFront.slice(0, 1);
    const picked = await pick(view, which);
    return picked === undefined ? [] : [picked];
  };
  const act = (action: RunAction, which: (run: ListedRun) => boolean) => async (clicked?: unknown) => {
    requireTrust();
    const [folder] = await meant(which, clicked);
    return folder === undefined ? undefined : actOnRun(context, folder, action);
  };
  const trains = ({ live }: ListedRun) => live;

  return registerTable(context.log, {
    'deepliif.refreshRuns': () => view.refresh(),
    'deepliif.openDashboard': async (clicked?: unknown, selected?: unknown) => {
      const several = Array.isArray(selected) && selected.length > 1;
      const folders = several
        ? selected.map(folderOf)
        : clicked === undefined
          ? (await view.all()).slice(0, 1).map(({ folder }) => folder)
          : [folderOf(clicked)];
      if (clicked !== undefined) await Promise.all(folders.map(mustBeThere));
      await (await dashboards()).open(folders);
      return folders;
    },
    'deepliif.startTraining': async (clicked?: unknown) => {
      requireTrust();
      const config = await configToStart(clicked);
      if (config === undefined) return undefined;
      const folder = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: `Starting ${basename(config)} …` },
        () => control.start(config),
      );
      view.refresh();
      await (await dashboards()).open([folder]);
      return folder;
    },
    'deepliif.resumeTraining': act('resume', ({ live, status }) => !live && status !== 'done'),
    'deepliif.forkRun': async (clicked?: unknown, given?: string) => {
      requireTrust();
      const [folder] = await meant(({ kind }) => kind === 'run', clicked);
      return folder === undefined ? undefined : fork(context, folder, given);
    },
    'deepliif.stopTraining': act('stop', trains),
    'deepliif.pauseTraining': act('pause', ({ live, status }) => live && status !== 'paused'),
    'deepliif.continueTraining': act('continue', ({ live, status }) => live && status === 'paused'),
    'deepliif.checkpointNow': act('checkpoint', trains),
    'deepliif.changeLearningRate': act('rates', trains),
    'deepliif.compareConfigurations': async (clicked?: unknown, selected?: unknown) => {
      const given = Array.isArray(selected) ? selected : Array.isArray(clicked) ? clicked : [];
      const folders = given.length > 1 ? given.map(folderOf) : await pickTwo(view, clicked);
      if (folders.length === 0) return [];
      if (new Set(folders).size !== 2)
        throw new EngineError('usage', `Choose two runs to compare; these are ${folders.length}.`);
      await compareConfigs(folders[0]!, folders[1]!, context.boards);
      return folders;
    },
    'deepliif.exportCurves': async (clicked?: unknown) => {
      requireTrust();
      const [folder] = await meant(() => true, clicked);
      return folder === undefined
        ? undefined
        : exportCurves(await mustBeThere(folder), dashboards, context.boards);
    },
    'deepliif.renameRun': async (clicked?: unknown, given?: string) => {
      requireTrust();
      const [folder] = await meant(() => true, clicked);
      return folder === undefined ? undefined : rename(folder, given, view);
    },
    'deepliif.deleteRun': async (clicked?: unknown, selected?: unknown) => {
      requireTrust();
      await remove(await meant(() => true, clicked, selected), view);
    },
    'deepliif.revealRun': async (clicked?: unknown) => {
      const [folder] = await meant(() => true, clicked);
      if (folder !== undefined) await revealFolder(vscode.Uri.file(folder));
    },
  });
}

/** Tells of the new run, which the user may resume from there. @returns its folder */
async function fork(
  context: RunCommandsContext,
  folder: string,
  given: string | undefined,
): Promise<string | undefined> {
  const run = await mustBeRun(folder);
  const checkpoint = given ?? (await pickCheckpoint(run));
  if (checkpoint === undefined) return undefined;
  const forked = await context.control.fork(folder, checkpoint);
  context.view.refresh();
  const told = `${basename(forked.folder)} goes on from step ${forked.step} of ${run.name}.`;
  const offer = async () => {
    const answer = await vscode.window.showInformationMessage(told, 'Resume', 'Open Dashboard');
    if (answer === 'Resume') await actOnRun(context, forked.folder, 'resume');
    if (answer) await (await context.dashboards()).open([forked.folder, folder]);
  };
  void offer().catch((thrown: unknown) => showFailure(thrown, context.log));
  return forked.folder;
}

/** A run's folder, or a file in it: as an address, or as an absolute path. */
function folderOf(given: unknown): string {
  const uri = typeof given === 'string' ? vscode.Uri.file(given) : given;
  if (!(uri instanceof vscode.Uri) || uri.scheme !== 'file')
    throw new EngineError('usage', 'A run is given by the address or the absolute path of its folder.');
  return /^(run\.json|events\.jsonl)$/.test(basename(uri.fsPath)) ? dirname(uri.fsPath) : uri.fsPath;
}

async function mustBeThere(folder: string): Promise<ListedRun> {
  const run = await readListedRun(folder);
  if (!run)
    throw new EngineError(
      'usage',
      `${folder} is no run: there is no run.json in it, and no event file of TensorBoard. Choose another folder.`,
    );
  return run;
}

async function mustBeRun(folder: string): Promise<ListedRun> {
  const run = await mustBeThere(folder);
  if (run.kind === 'run') return run;
  throw new EngineError(
    'usage',
    `${folder} holds TensorBoard's files and no run of DeepLIIF: it is for looking at.`,
  );
}

async function pick(view: RunsView, which: (run: ListedRun) => boolean): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(await choices(view, which), {
    placeHolder: 'Which run?',
    matchOnDetail: true,
  });
  return picked?.folder;
}

/** The one that is clicked, and another; or both. */
async function pickTwo(view: RunsView, clicked: unknown): Promise<readonly string[]> {
  const first = clicked === undefined ? undefined : folderOf(clicked);
  const items = await choices(view, ({ folder }) => folder !== first);
  if (first !== undefined) {
    const other = await vscode.window.showQuickPick(items, {
      placeHolder: `Compare ${basename(first)} with …`,
    });
    return other ? [first, other.folder] : [];
  }
  const both = await vscode.window.showQuickPick(items, {
    placeHolder: 'Which two runs?',
    canPickMany: true,
  });
  return (both ?? []).map(({ folder }) => folder);
}

async function choices(view: RunsView, which: (run: ListedRun) => boolean) {
  const runs = (await view.all()).filter(which);
  if (runs.length === 0) throw new EngineError('usage', 'There is no run for that here.');
  return runs.map((run) => ({
    label: run.name,
    description: runDescription(run),
    detail: dirname(run.folder),
    folder: run.folder,
  }));
}

/** A folder's name is the run's name in lists; nothing inside depends on it. */
async function rename(
  folder: string,
  given: string | undefined,
  view: RunsView,
): Promise<vscode.Uri | undefined> {
  const { live, name: old } = await mustBeThere(folder);
  if (live) throw new EngineError('usage', `${old} trains at present. Stop it before you rename it.`);
  const wrongWith = (name: string) => wrongName(name, old, dirname(folder));
  const name =
    given ??
    (await vscode.window.showInputBox({ title: `Rename ${old}`, value: old, validateInput: wrongWith }));
  if (name === undefined || name === old) return undefined;
  const wrong = wrongWith(name);
  if (wrong !== undefined) throw new EngineError('usage', wrong);
  const target = vscode.Uri.joinPath(vscode.Uri.file(folder), '..', name);
  await vscode.workspace.fs.rename(vscode.Uri.file(folder), target, { overwrite: false });
  view.refresh();
  return target;
}

async function remove(folders: readonly string[], view: RunsView): Promise<void> {
  const [first, ...more] = folders;
  if (first === undefined) return;
  const runs = await Promise.all(folders.map(mustBeThere)); // nothing but runs is deleted
  const live = runs.find((run) => run.live);
  if (live) throw new EngineError('usage', `${live.name} trains at present. Stop it before you delete it.`);
  const agreed = await vscode.window.showWarningMessage(
    `Delete ${more.length === 0 ? `"${basename(first)}"` : `${folders.length} runs`}?`,
    {
      modal: true,
      detail: 'The folder goes to the trash, with curves, samples, checkpoints and models in it.',
    },
    'Move to Trash',
  );
  if (!agreed) return;
  for (const folder of folders) await moveToTrash(vscode.Uri.file(folder));
  view.refresh();
}
