// View "Results": the folders of results in the workspace, and those of the demo.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { CORRECTIONS_FILE } from '../../engine/reading/corrections.js';
import { RESULT_FILE } from '../../engine/reading/resultRecord.js';
import { resultsFolder } from '../inference/resultsFolder.js';
import { createFolderTree, type FolderRow, type FolderTree } from '../workbench/folderTree.js';
import { COMMANDS, CONTEXTS, ITEMS, KEEP_FOCUS, SETTINGS, VIEWS } from '../workbench/ids.js';
import { localFolders, settingsFor } from '../workbench/userSettings.js';
import { listResults, type ListedResult } from '../../engine/reading/listResults.js';
import { resultDescription, resultLines } from './resultText.js';

/** A search of a whole workspace ends here. */
const MOST_ELSEWHERE = 1000;

/** `own`: folders of results that belong to no workspace, such as the demo's. */
export function createResultsTree(own: readonly string[]): FolderTree<ListedResult> {
  return createFolderTree<ListedResult>({
    view: VIEWS.results,
    listed: CONTEXTS.resultsListed,
    contexts: (listed) => ({ [CONTEXTS.hasResults]: listed.length > 0 }),
    list: async () => listResults([...workspaceResults(), ...own], await elsewhere()),
    row: rowOf,
    patterns: resultPatterns,
    settings: [SETTINGS.resultsFolder],
  });
}

function rowOf(result: ListedResult): FolderRow {
  return {
    description: resultDescription(result),
    lines: resultLines(result),
    ...(result.problem === undefined
      ? { icon: result.record?.model?.demo === true ? 'beaker-stop' : 'beaker' }
      : { icon: 'warning', colour: 'list.warningForeground' }),
    item: result.record ? ITEMS.result : ITEMS.unreadableResult,
    command: COMMANDS.openResult,
    // The user may go on with the list's keys after a click, as in VS Code's own lists.
    more: [undefined, KEEP_FOCUS],
  };
}

/** Results folder of each workspace folder that lies on a disk. */
export function workspaceResults(): readonly string[] {
  return localFolders().map(({ uri }) =>
    resultsFolder(settingsFor(uri).resultsFolder, uri.fsPath, uri.fsPath),
  );
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

/** A result appears, is replaced or removed as a folder: VS Code then reports the folder, its files, or both. */
export function resultPatterns(): readonly vscode.RelativePattern[] {
  return [
    ...localFolders().map(
      (folder) => new vscode.RelativePattern(folder, `**/{${RESULT_FILE},${CORRECTIONS_FILE}}`),
    ),
    ...workspaceResults().flatMap((folder) => [
      new vscode.RelativePattern(vscode.Uri.file(folder), '{*,*/*.json}'),
      new vscode.RelativePattern(vscode.Uri.file(dirname(folder)), basename(folder)),
    ]),
  ];
}
