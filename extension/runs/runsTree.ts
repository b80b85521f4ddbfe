// The view "Runs": what lies in the runs' folders, read again when something changes there, and every two seconds while
// a run trains. Alarms of runs are told to the user as they come.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunStatus } from '../../engine/runlog/runState.js';
import { SECTION } from '../workbench/settings.js';
import { newAlarms } from './alarms.js';
import { listRuns, type ListedRun } from '../../engine/reading/listRuns.js';
import { runsFolders } from './runsFolders.js';
import { runDescription, runLines, STATUS_TEXT } from './runText.js';

export const RUNS_VIEW = 'deepliif.runs';
/** Set once the folders have been read; the view's welcome text waits for it. */
const LISTED_CONTEXT = 'deepliif.runsListed';
/** Starting a run makes many changes; they are one to us. */
const QUIET_MS = 300;
const LIVE_MS = 2000;

const ICONS: Readonly<Record<RunStatus, readonly [icon: string, colour?: string]>> = {
  waiting: ['loading~spin'],
  running: ['play-circle', 'charts.green'],
  paused: ['debug-pause', 'charts.yellow'],
  done: ['pass', 'charts.green'],
  stopped: ['stop-circle'],
  failed: ['error', 'list.errorForeground'],
  dead: ['warning', 'list.warningForeground'],
  elsewhere: ['cloud'],
};

/** An element is the Uri of a run's folder, so that commands get from the tree what they get from the explorer. */
export interface RunsView extends vscode.Disposable {
  readonly tree: vscode.TreeView<vscode.Uri>;
  /** All that are listed, the newest first, after each reading. */
  readonly onDidRead: vscode.Event<readonly ListedRun[]>;
  /** Reads the folders again, soon. */
  refresh(): void;
  /** Reads the folders now. */
  all(): Promise<readonly ListedRun[]>;
}

/** `alarmed`: told of each alarm that a run raises from now on. */
export function createRunsView(alarmed: (run: ListedRun, message: string) => void): RunsView {
  const changed = new vscode.EventEmitter<undefined>();
  const didRead = new vscode.EventEmitter<readonly ListedRun[]>();
  let listed: ReadonlyMap<string, ListedRun> = new Map();
  let shown = '';
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;
  const beganMs = Date.now();

  let reading: Promise<readonly ListedRun[]> | undefined;
  const read = () =>
    (reading ??= readNow().finally(() => {
      reading = undefined;
    }));
  const readNow = async () => {
    const runs = await listRuns(runsFolders(), listed);
    for (const run of runs)
      for (const { message } of newAlarms(run, listed.get(run.folder), beganMs)) alarmed(run, message);
    listed = new Map(runs.map((run) => [run.folder, run]));
    void vscode.commands.executeCommand('setContext', LISTED_CONTEXT, true);
    if (runs.some(({ live }) => live)) later(LIVE_MS);
    didRead.fire(runs);
    return runs;
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    if (!disposed) timer = setTimeout(() => void readAndShow(), ms);
  };
  const readAndShow = async () => {
    await read();
    const now = JSON.stringify([...listed.values()].map((run) => [run.folder, run.status, runLines(run)]));
    if (now !== shown) changed.fire(undefined); // nothing flickers while nothing changes
    shown = now;
  };
  const refresh = () => later(QUIET_MS);

  const tree = vscode.window.createTreeView<vscode.Uri>(RUNS_VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (parent) =>
        parent ? [] : (await read()).map(({ folder }) => vscode.Uri.file(folder)),
      getParent: () => undefined,
      getTreeItem: (folder) => itemOf(folder, listed.get(folder.fsPath)),
    },
    canSelectMany: true,
    showCollapseAll: false,
  });
  let watchers = watch(refresh);
  const watchAgain = () => {
    watchers.dispose();
    watchers = watch(refresh);
    refresh();
  };
  const subscriptions = vscode.Disposable.from(
    changed,
    didRead,
    tree,
    vscode.workspace.onDidChangeWorkspaceFolders(watchAgain),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.runs.folders`)) watchAgain();
    }),
    tree.onDidChangeVisibility(({ visible }) => {
      if (visible) refresh();
    }),
  );
  return {
    tree,
    onDidRead: didRead.event,
    refresh,
    all: read,
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      watchers.dispose();
      subscriptions.dispose();
    },
  };
}

function itemOf(folder: vscode.Uri, run: ListedRun | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(basename(folder.fsPath));
  item.id = folder.toString();
  if (!run) return item; // gone since it was listed: the next refresh takes it away
  const [icon, colour] = run.problem === undefined ? ICONS[run.status] : (['warning'] as const);
  item.description = runDescription(run);
  item.tooltip = runLines(run).join('\n');
  item.contextValue = contextOf(run);
  item.iconPath = run.kind === 'tensorboard' ? new vscode.ThemeIcon('graph') : themed(icon, colour);
  item.accessibilityInformation = { label: `${run.name}, ${STATUS_TEXT[run.status]}, ${item.description}` };
  item.command = { command: 'deepliif.openDashboard', title: 'Open Training Dashboard', arguments: [folder] };
  return item;
}

function themed(icon: string, colour: string | undefined): vscode.ThemeIcon {
  return colour === undefined
    ? new vscode.ThemeIcon(icon)
    : new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
}

/** Menus are shown by it: what can be done depends on what the run does. */
function contextOf({ kind, live, status, problem }: ListedRun): string {
  if (kind === 'tensorboard') return 'run-tensorboard';
  if (problem !== undefined) return 'run-unreadable';
  if (live) return status === 'paused' ? 'run-live-paused' : 'run-live-running';
  return status === 'done' ? 'run-ended-done' : status === 'elsewhere' ? 'run-elsewhere' : 'run-ended';
}

function watch(refresh: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    ...runsFolders().flatMap((folder) =>
      ['*', '*/{run.json,process.json,events.jsonl}', '*/*tfevents*'].flatMap((pattern) => {
        const watcher = vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
        );
        return [
          watcher,
          watcher.onDidCreate(refresh),
          watcher.onDidChange(refresh),
          watcher.onDidDelete(refresh),
        ];
      }),
    ),
  );
}
