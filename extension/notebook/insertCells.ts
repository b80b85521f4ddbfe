// Notebook in front, and cells that are put below its selected one.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { NOTEBOOK_TYPE } from './kernelIds.js';
import { kernelLanguage, type KernelLanguage } from './notebookFile.js';

/** @throws EngineError `usage` if no notebook is in front */
export function notebookInFront(): vscode.NotebookEditor {
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.notebookType === NOTEBOOK_TYPE) return editor;
  throw new EngineError(
    'usage',
    vscode.l10n.t('No notebook is open in front. Open one, or make one with "New DeepLIIF Notebook".'),
  );
}

/** Language by the file's kernel, else by its first cell of code. */
export function languageOf(notebook: vscode.NotebookDocument): KernelLanguage {
  const first = notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code);
  const byCell = first?.document.languageId === 'python' ? 'python' : 'typescript';
  return kernelLanguage(notebook.metadata) ?? byCell;
}

/** Inserts cells below the selected one and selects them; false if VS Code refuses. */
export async function insertCells(
  { notebook, selection }: vscode.NotebookEditor,
  cells: readonly vscode.NotebookCellData[],
): Promise<boolean> {
  const at = Math.min(selection.end, notebook.cellCount);
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(at, [...cells])]);
  const isInserted = await vscode.workspace.applyEdit(edit);
  if (isInserted) {
    const inserted = new vscode.NotebookRange(at, at + cells.length);
    await vscode.window.showNotebookDocument(notebook, { selections: [inserted] });
  }
  return isInserted;
}
