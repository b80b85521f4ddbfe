// Outputs of notebooks in a workspace that is not trusted, in a notebook that can be edited and in one that cannot.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { answer, click, count, read, until } from '../window.js';

const TOTAL = '[data-score="total"]';
const PICTURES = 6;

describe('a notebook in a workspace that is not trusted', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  let notebook: vscode.NotebookDocument;
  const open = async (name: string) => {
    notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(join(workspace, name)));
    await vscode.window.showNotebookDocument(notebook);
  };
  const showsTheResult = async () => {
    assert.match((await read('webview', TOTAL))[0]!, /^\d+$/);
    await until(async () => (await count('webview', 'figure canvas')) === PICTURES, 'the pictures are drawn');
  };
  const outputs = () => JSON.stringify(notebook.cellAt(0).outputs);
  const closeAll = async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(async () => (await count('workbench', 'iframe.webview.ready')) === 0, 'its page is gone');
  };
  after(closeAll);

  it('shows its outputs, and scores again while a slider moves', async () => {
    await open('outputs.ipynb');
    await showsTheResult();
    const [stored] = await read('webview', TOTAL);
    await answer('webview', '[aria-label="Smallest size threshold"]', '150');
    await until(async () => (await read('webview', TOTAL))[0] !== stored, 'the score has followed');
  });

  it('runs no cell', async () => {
    const before = outputs();
    void vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: 0, end: 1 }],
      document: notebook.uri,
    });
    assert.match((await read('workbench', '.monaco-dialog-box')).join(' '), /trust/i);
    await click('workbench', '.monaco-dialog-box .monaco-button >> text=Cancel');
    await until(async () => (await count('workbench', '.monaco-dialog-box')) === 0, 'the question is gone');
    assert.deepEqual([notebook.cellAt(0).executionSummary?.executionOrder, outputs()], [1, before]);
    await closeAll();
  });

  it('shows its outputs where it cannot be edited', async () => {
    await open('read-only.ipynb');
    await showsTheResult();
    await vscode.commands.executeCommand('notebook.cell.insertCodeCellBelow');
    assert.equal(notebook.cellCount, 1);
    await closeAll();
  });
});
