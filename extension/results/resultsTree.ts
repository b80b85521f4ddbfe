// The view "Results": what lies in the result folders, read again when something changes there.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { resultsFolder } from '../inference/resultsFolder.js';
import { SECTION, settingsOf } from '../workbench/settings.js';
import { RESULT_FILE } from '../../engine/reading/resultRecord.js';
import { KEEP_FOCUS } from './keepFocus.js';
import { listResults, type ListedResult } from '../../engine/reading/listResults.js';
import { resultDescription, resultLines } from './resultText.js';

export const RESULTS_VIEW = 'deepliif.results';
/** Set once the folders have been read; the view's welcome texts wait for it. */
const LISTED_CONTEXT = 'deepliif.resultsListed';
/** A search of a whole workspace ends here. */
const MOST_ELSEWHERE = 1000;
/** Writing a result makes many changes; they are one to us. */
const QUIET_MS = 400;

/** An element is the Uri of a result folder, so that commands get from the tree what they get from the explorer. */
export interface ResultsView extends vscode.Disposable {
  readonly tree: vscode.TreeView<vscode.Uri>;
  /** Reads the folders again, soon. */
  refresh(): void;
  /** What is listed for a folder, as read last; undefined for a folder that is not listed. */
  find(folder: vscode.Uri): ListedResult | undefined;
  /** All that are listed, the newest first; reads the folders first. */
  all(): Promise<readonly ListedResult[]>;
}

/** `own`: folders of results that belong to no workspace, such as the demo's. */
export function createResultsView(own: readonly string[]): ResultsView {
  const changed = new vscode.EventEmitter<undefined>();
  let listed = new Map<string, ListedResult>();
  let timer: NodeJS.Timeout | undefined;

  const read = async () => {
    const results = await listResults([...workspaceResults(), ...own], await elsewhere());
    listed = new Map(results.map((result) => [uriOf(result).toString(), result]));
    // Until then the view says nothing: there may be results.
    void vscode.commands.executeCommand('setContext', LISTED_CONTEXT, true);
    return results;
  };
  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(() => changed.fire(undefined), QUIET_MS);
  };
  const provider: vscode.TreeDataProvider<vscode.Uri> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (parent) => (parent ? [] : (await read()).map(uriOf)),
    getParent: () => undefined,
    getTreeItem: (folder) => itemOf(folder, listed.get(folder.toString())),
  };
  const tree = vscode.window.createTreeView(RESULTS_VIEW, {
    treeDataProvider: provider,
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
    tree,
    vscode.workspace.onDidChangeWorkspaceFolders(watchAgain),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.resultsFolder`)) watchAgain();
    }),
    // The watcher sees the workspace only; what happens elsewhere is seen when somebody looks.
    tree.onDidChangeVisibility(({ visible }) => {
      if (visible) refresh();
    }),
  );
  return {
    tree,
    refresh,
    find: (folder) => listed.get(folder.toString()),
    all: read,
    dispose: () => {
      clearTimeout(timer);
      watchers.dispose();
      subscriptions.dispose();
    },
  };
}

function uriOf({ folder }: ListedResult): vscode.Uri {
  return vscode.Uri.file(folder);
}

function itemOf(folder: vscode.Uri, result: ListedResult | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(basename(folder.fsPath));
  item.id = folder.toString();
  if (!result) return item; // gone since it was listed: the next refresh takes it away
  item.description = resultDescription(result);
  item.tooltip = resultLines(result).join('\n');
  item.contextValue = result.record ? 'result' : 'unreadableResult';
  item.iconPath = result.problem
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon('beaker');
  item.accessibilityInformation = { label: `${result.name}, ${item.description}` };
  // As in VS Code's own lists: who clicks may go on with the list's keys.
  item.command = {
    command: 'deepliif.openResult',
    title: 'Open Result',
    arguments: [folder, undefined, KEEP_FOCUS],
  };
  return item;
}

/** The results folder of each workspace folder that lies on a disk. */
function workspaceResults(): readonly string[] {
  return localFolders().map(({ uri }) => {
    const settings = settingsOf(vscode.workspace.getConfiguration(SECTION, uri));
    return resultsFolder(settings.resultsFolder, uri.fsPath, uri.fsPath);
  });
}

function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** Folders with a result.json anywhere in the workspace: copied results, and those of the command line. */
async function elsewhere(): Promise<readonly string[]> {
  const files = await vscode.workspace.findFiles(
    `**/${RESULT_FILE}`,
    '**/{node_modules,.*}/**',
    MOST_ELSEWHERE,
  );
  return files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => dirname(fsPath));
}

/** A result appears, is replaced or goes as a folder: VS Code then tells the folder, or its files, or both. */
function watch(refresh: () => void): vscode.Disposable {
  const patterns = [
    ...localFolders().map((folder) => new vscode.RelativePattern(folder, `**/${RESULT_FILE}`)),
    ...workspaceResults().flatMap((folder) => [
      new vscode.RelativePattern(vscode.Uri.file(folder), '{*,*/*.json}'),
      new vscode.RelativePattern(vscode.Uri.file(dirname(folder)), basename(folder)),
    ]),
  ];
  return vscode.Disposable.from(
    ...patterns.flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return [
        watcher,
        watcher.onDidCreate(refresh),
        watcher.onDidChange(refresh),
        watcher.onDidDelete(refresh),
      ];
    }),
  );
}
