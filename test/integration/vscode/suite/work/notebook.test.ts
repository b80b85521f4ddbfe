// Notebooks in VS Code: the kernel chooses itself, runs cells, is interrupted and restarted; cells know each other.

import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../window.js';

const CELLS = [
  "import { basename } from 'node:path';\nconst image: string = 'tile.png';\nconsole.log('file', basename(image));",
  'const result = await deepliif.infer(image, { name: "notebook" });\nresult',
  'result.scores.Seg!.num_total',
  'let steps = 0;\nconsole.log("begun");\nwhile (true) steps++;',
  'const wrong: number = image;\nthrow new RangeError("too far");',
];

describe('DeepLIIF runs notebooks', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const file = join(workspace, 'cells.ipynb');
  let notebook: vscode.NotebookDocument;

  const cell = (index: number) => notebook.cellAt(index);
  const textOf = (index: number, mime: string) =>
    cell(index)
      .outputs.flatMap(({ items }) => items.filter((item) => item.mime === mime))
      .map(({ data }) => Buffer.from(data).toString('utf8'))
      .join('');
  const run = (from: number, to = from + 1) =>
    vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: from, end: to }],
      document: notebook.uri,
    });
  const ended = (index: number) => cell(index).executionSummary?.success !== undefined;

  before(async () => {
    const code = (source: string) => ({
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    });
    const metadata = {
      kernelspec: { display_name: 'DeepLIIF (TypeScript)', language: 'typescript', name: 'deepliif' },
      language_info: { name: 'typescript' },
    };
    writeFileSync(file, JSON.stringify({ cells: CELLS.map(code), metadata, nbformat: 4, nbformat_minor: 4 }));
    notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
    await vscode.window.showNotebookDocument(notebook);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(file, { force: true });
    rmSync(join(workspace, 'deepliif-results/notebook'), { recursive: true, force: true });
  });

  it('with the kernel that the notebook asks for: text, results and values appear below the cells', async () => {
    // The kernel is chosen a moment after the notebook was opened.
    await until(async () => {
      if (!ended(0)) await run(0);
      return ended(0);
    }, 'the first cell');
    assert.match(textOf(0, 'application/vnd.code.notebook.stdout'), /^file tile\.png\n/);
    await run(1, 3);
    await until(() => ended(2), 'the cell behind the analysis');
    assert.deepEqual(
      cell(1)
        .outputs.flatMap(({ items }) => items.map(({ mime }) => mime))
        .sort(),
      ['application/vnd.deepliif.result+json', 'image/png', 'text/plain'],
    );
    assert.match(textOf(2, 'text/plain'), /^\d+$/);
    assert.ok(cell(2).executionSummary!.executionOrder! > cell(1).executionSummary!.executionOrder!);
  });

  it('stops a busy cell, and keeps the variables', async () => {
    const running = run(3);
    await until(() => textOf(3, 'application/vnd.code.notebook.stdout') !== '', 'the begin of the busy cell');
    const asked = performance.now();
    await vscode.commands.executeCommand('notebook.cancelExecution', {
      ranges: [{ start: 3, end: 4 }],
      document: notebook.uri,
    });
    await until(() => ended(3), 'the end of the busy cell');
    console.log(`interrupted after ${Math.round(performance.now() - asked)} ms`);
    await running;
    assert.equal(cell(3).executionSummary!.success, false);
    await run(2);
    await until(() => cell(2).executionSummary?.success === true, 'a cell with the old variables');
  });

  it('shows an error with its line, and stops the cells behind it', async () => {
    await run(4);
    await until(() => ended(4), 'the failing cell');
    const { stack } = JSON.parse(textOf(4, 'application/vnd.code.notebook.error')) as {
      readonly stack: string;
    };
    assert.match(stack, /RangeError: too far\n {4}at Cell \[\d+\], line 2, column 7/);
  });

  it('marks errors of types, and explains names of other cells, across all cells', async () => {
    const uri = cell(4).document.uri;
    await until(() => vscode.languages.getDiagnostics(uri).length > 0, 'an error of types');
    const found = vscode.languages.getDiagnostics(uri);
    assert.deepEqual(
      found.map(({ message, range }) => [message, range.start.line]),
      [["Type 'string' is not assignable to type 'number'.", 0]],
    );
    for (const index of [0, 1, 2, 3])
      assert.deepEqual(vscode.languages.getDiagnostics(cell(index).document.uri), []);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      cell(1).document.uri,
      new vscode.Position(0, CELLS[1]!.indexOf('infer')),
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((content) => (typeof content === 'string' ? content : content.value)),
    );
    assert.match(texts.join('\n'), /Analyses an image/);
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      cell(2).document.uri,
      new vscode.Position(0, 'result.'.length),
      '.',
    );
    const labels = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.equal(labels.filter((label) => label === 'scores').length, 1);
  });

  it('begins anew when the kernel is restarted; outputs are in the saved file', async () => {
    await vscode.commands.executeCommand('deepliif.restartKernel');
    await run(2);
    await until(() => cell(2).executionSummary?.success === false, 'a cell without its variables');
    assert.equal(cell(2).executionSummary!.executionOrder, 1);
    assert.ok(await notebook.save());
    const saved = readFileSync(file, 'utf8');
    assert.match(saved, /application\/vnd\.deepliif\.result\+json/);
    assert.match(saved, /result is not defined/);
  });
});
