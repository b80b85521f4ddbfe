// What the view "Results" can do with a result: rename, delete, reveal, export, and analyse its image again.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ModelSummary } from '../../engine/protocol/requests.js';
import { registerTable, requireTrust } from '../workbench/commandTable.js';
import { analyse } from '../inference/analyseImages.js';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import { moveToTrash } from '../workbench/moveToTrash.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { analyseAgainParams } from './analyseAgain.js';
import { exportResult } from './exportResult.js';
import { readListed, type ListedResult } from './listResults.js';
import { wrongName } from './resultName.js';
import { resultDescription } from './resultText.js';
import type { ResultsView } from './resultsTree.js';

/** `models`: those that there are here, the one in use first. */
export function registerResultCommands(
  context: AnalysisContext,
  view: ResultsView,
  models: () => Promise<readonly ModelSummary[]>,
): vscode.Disposable {
  /** What is meant: selected in the tree, given by a menu, or picked from a list. */
  const meant = async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
    if (selected && selected.length > 0) return selected;
    if (clicked) return [clicked];
    if (view.tree.selection.length > 0) return view.tree.selection;
    const picked = await pickResult(view);
    return picked ? [picked] : [];
  };
  const one = async (clicked?: vscode.Uri) => (await meant(clicked))[0];

  return registerTable(context.log, {
    'deepliif.refreshResults': () => view.refresh(),
    'deepliif.analyseAgain': async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
      requireTrust();
      const folders = await meant(clicked, selected);
      if (folders.length === 0) return [];
      return analyse(context, async () => {
        const known = await models();
        const results = await Promise.all(folders.map(read));
        return Promise.all(results.map((result) => analyseAgainParams(result, known)));
      });
    },
    'deepliif.exportResult': async (clicked?: vscode.Uri) => {
      requireTrust();
      const folder = await one(clicked);
      return folder && exportResult(context.engine, folder.fsPath);
    },
    'deepliif.renameResult': async (clicked?: vscode.Uri, name?: string) => {
      requireTrust();
      const folder = await one(clicked);
      return folder && rename(folder, typeof name === 'string' ? name : undefined, view);
    },
    'deepliif.deleteResult': async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
      requireTrust();
      return remove(await meant(clicked, selected), view);
    },
    'deepliif.revealResult': async (clicked?: vscode.Uri) => {
      const folder = await one(clicked);
      if (folder) await revealFolder(folder);
    },
  });
}

async function read(folder: vscode.Uri): Promise<ListedResult> {
  const result = await readListed(folder.fsPath);
  if (!result) throw new EngineError('usage', `${folder.fsPath} is not a result any more.`);
  return result;
}

async function pickResult(view: ResultsView): Promise<vscode.Uri | undefined> {
  const results = await view.all();
  if (results.length === 0)
    throw new EngineError('usage', 'There are no results yet. Analyse an image, or run the demo.');
  const items = results.map((result) => ({
    label: result.name,
    description: resultDescription(result),
    detail: dirname(result.folder),
    folder: vscode.Uri.file(result.folder),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: 'Which result?',
    matchOnDetail: true,
  });
  return picked?.folder;
}

/** A folder's name is the result's name; nothing inside names it. */
async function rename(
  folder: vscode.Uri,
  given: string | undefined,
  view: ResultsView,
): Promise<vscode.Uri | undefined> {
  await read(folder);
  const old = basename(folder.fsPath);
  const wrongWith = (name: string) => wrongName(name, old, dirname(folder.fsPath));
  const name =
    given ??
    (await vscode.window.showInputBox({
      title: `Rename ${old}`,
      value: old,
      validateInput: wrongWith,
    }));
  if (name === undefined || name === old) return undefined;
  const wrong = wrongWith(name);
  if (wrong !== undefined) throw new EngineError('usage', wrong);
  const target = vscode.Uri.joinPath(folder, '..', name);
  await vscode.workspace.fs.rename(folder, target, { overwrite: false });
  view.refresh();
  return target;
}

async function remove(folders: readonly vscode.Uri[], view: ResultsView): Promise<void> {
  const [first, ...more] = folders;
  if (!first) return;
  await Promise.all(folders.map(read)); // nothing but results is deleted
  const what = more.length === 0 ? `"${basename(first.fsPath)}"` : `${folders.length} results`;
  const agreed = await vscode.window.showWarningMessage(
    `Delete ${what}?`,
    { modal: true, detail: 'The folder goes to the trash, with everything in it. Your images stay.' },
    'Move to Trash',
  );
  if (!agreed) return;
  for (const folder of folders) await moveToTrash(folder);
  view.refresh();
}
