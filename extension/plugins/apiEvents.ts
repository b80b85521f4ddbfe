// Events of the API: results that were written, runs that advanced, rows that are selected. They follow from the lists of the
// views: what is listed now and was not, or looks different.

import * as vscode from 'vscode';
import type { ListedResult } from '../../engine/reading/listResults.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import type { ResultInfo, RunInfo, Selection } from '../api/index.js';
import { resultPatterns } from '../results/resultsTree.js';
import type { FolderTree, ListedFolder } from '../workbench/folderTree.js';
import { watchPatterns } from '../workbench/watchFiles.js';
import { resultInfo, runInfo } from './recordInfo.js';

const QUIET_MS = 300;

/** Views whose lists the API follows. */
export interface ApiTrees {
  readonly results: FolderTree<ListedResult>;
  readonly runs: FolderTree<ListedRun>;
  readonly sweeps: Pick<FolderTree<ListedFolder>, 'view'>;
}

export interface ApiChanges extends vscode.Disposable {
  readonly onDidWriteResult: vscode.Event<ResultInfo>;
  readonly onDidChangeRun: vscode.Event<RunInfo>;
  readonly onDidChangeSelection: vscode.Event<Selection>;
  selection(): Selection;
}

export function followChanges({ results, runs, sweeps }: ApiTrees): ApiChanges {
  const written = new vscode.EventEmitter<ResultInfo>();
  const advanced = new vscode.EventEmitter<RunInfo>();
  const selected = new vscode.EventEmitter<Selection>();
  const newResults = createNews(versionOfResult);
  const newRuns = createNews(({ status, version }: ListedRun) => `${status} ${version}`);
  const selection = (): Selection => ({
    results: results.view.selection,
    runs: runs.view.selection,
    sweeps: sweeps.view.selection,
  });
  // The view of results reads nothing while it is hidden.
  let timer: NodeJS.Timeout | undefined;
  const watching = watchPatterns(resultPatterns(), () => {
    clearTimeout(timer);
    timer = setTimeout(() => void results.all(), QUIET_MS);
  });
  const changed = () => selected.fire(selection());
  const subscriptions = vscode.Disposable.from(
    ...[written, advanced, selected, watching],
    results.onDidRead((listed) => {
      for (const one of newResults(listed)) written.fire(resultInfo(one));
    }),
    runs.onDidRead((listed) => {
      for (const one of newRuns(listed)) advanced.fire(runInfo(one));
    }),
    results.view.onDidChangeSelection(changed),
    runs.view.onDidChangeSelection(changed),
    sweeps.view.onDidChangeSelection(changed),
  );
  // First lists, with which later ones are compared.
  void results.all();
  void runs.all();
  return {
    onDidWriteResult: written.event,
    onDidChangeRun: advanced.event,
    onDidChangeSelection: selected.event,
    selection,
    dispose: () => {
      clearTimeout(timer);
      subscriptions.dispose();
    },
  };
}

function versionOfResult({ madeAtMs, record, scoring, correctedMaps }: ListedResult): string {
  return JSON.stringify([madeAtMs, record?.thresholds, scoring, correctedMaps]);
}

/** Filter that passes what has another version than in the list before; nothing of the first list. */
export function createNews<T extends Pick<ListedFolder, 'folder'>>(
  versionOf: (one: T) => string,
): (listed: readonly T[]) => readonly T[] {
  let before: ReadonlyMap<string, string> | undefined;
  return (listed) => {
    const known = before;
    before = new Map(listed.map((one) => [one.folder, versionOf(one)]));
    return known ? listed.filter((one) => known.get(one.folder) !== before?.get(one.folder)) : [];
  };
}
