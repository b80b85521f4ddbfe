// Command "New DeepLIIF Notebook": an unsaved notebook for the TypeScript kernel, with a first cell that runs as it is.

import * as vscode from 'vscode';
import { newCells } from './filledIn.js';
import { NOTEBOOK_TYPE } from './kernelIds.js';
import { KERNEL_METADATA, type NotebookCell } from './notebookFile.js';

export async function newNotebook(): Promise<vscode.Uri> {
  const data = new vscode.NotebookData(newCells().map((cell) => cellData(cell, 'typescript')));
  data.metadata = { metadata: KERNEL_METADATA.typescript, nbformat: 4, nbformat_minor: 5 };
  const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK_TYPE, data);
  const code = new vscode.NotebookRange(1, 2);
  await vscode.window.showNotebookDocument(notebook, { selections: [code] });
  return notebook.uri;
}

export function cellData({ kind, text }: NotebookCell, language: string): vscode.NotebookCellData {
  return kind === 'markdown'
    ? new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, text, 'markdown')
    : new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, language);
}
