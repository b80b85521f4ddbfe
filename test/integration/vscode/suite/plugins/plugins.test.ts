// Plug-ins in a real VS Code: an example, one that fails, one that is declared wrong, installed beside ours as extensions.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DeepLiifApi, DeepLiifExports } from '../../../../../extension/api/index.js';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { count, read, until } from '../window.js';

interface Caller extends DeepLiifExports {
  readonly api: DeepLiifApi;
  readonly written: readonly string[];
  readonly acted: readonly string[];
}

const EXAMPLE = 'deepliif-examples.nuclear-shape';

describe('plug-ins in VS Code', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri;
  const image = vscode.Uri.joinPath(workspace, 'tile.png');
  const result = vscode.Uri.joinPath(workspace, 'deepliif-results', 'tile');
  const ours = vscode.extensions.getExtension('deepliif.deepliif')!;
  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`deepliif.${command}`, ...args);
  const analyse = async () => (await run<readonly ImageAnalysis[]>('analyseImage', image))[0]!;
  const row = (title: string) => `.monaco-list-row[aria-label^="${title}"]`;
  let caller: Caller;

  before(async () => {
    caller = (await vscode.extensions.getExtension('acme.caller')!.activate()) as Caller;
  });

  it('are listed with what they add, and the wrong one with what to do', async () => {
    await run('plugins.focus');
    assert.match((await read('workbench', row('Nuclear shape'))).join(), /1\.0\.0 · .*measurement/);
    assert.match((await read('workbench', row('Wrong'))).join(), /not used: it has a problem/);
    await vscode.commands.executeCommand('notifications.showList');
    const told = async () => (await read('workbench', '.notifications-center')).join(' ');
    await until(async () => /Wrong is not used\..*"measurment"/.test(await told()), 'it is told');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('measure the cells of an analysis; one that throws is named, and the analysis goes on', async () => {
    const { notices, folder } = await analyse();
    assert.equal(folder, result.fsPath);
    const named = notices.filter((notice) => notice.includes('acme.caller'));
    assert.match(named.join(), /"Throws here".*no such nucleus.*switch the plug-in off/);
    const { columns, rows } = await caller.api.measure(result);
    const solidity = columns.indexOf('solidity');
    assert.ok(solidity >= 0, columns.join());
    assert.ok(rows.length > 0 && rows.every((cells) => typeof cells[solidity] === 'number'));
    assert.ok(!columns.includes('throws_here'));
  });

  it('tell other extensions of results, and take their actions', async () => {
    await until(() => caller.written.includes('tile'), 'the event has come');
    assert.equal(await run('runPluginAction', result, undefined, 'acme.note'), 'acme.note');
    assert.deepEqual(caller.acted, [result.fsPath]);
    const [listed] = await caller.api.listResults();
    assert.equal(listed!.folder.fsPath, result.fsPath);
    assert.ok((await caller.api.listModels()).some(({ isInUse }) => isInUse));
    const { scoring } = await caller.api.rescore(result, { resolution: '40x', segThreshold: 121 });
    assert.ok(scoring.Seg);
    assert.throws(() => caller.getApi(2 as 1), /has version 1 of its API, not 2\./);
  });

  it('export results', async () => {
    const exporting = run('exportResult', result);
    const titles = async () => (await read('workbench', '.quick-input-list .monaco-list-row')).join('\n');
    await until(async () => (await titles()).includes('Outlines as SVG'), 'the exporter is offered');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await exporting;
  });

  it('show results in panels of their own, which reach no network', async () => {
    assert.equal(await run('openPluginPanel', result, undefined, 'count'), 'count');
    const shown = async () => (await read('webview', '#root')).join();
    await until(async () => /^tile: [1-9]\d* cells, no network$/.test(await shown()), 'the page shows it');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are switched off and on, whatever the workspace says', async () => {
    const settings = () => vscode.workspace.getConfiguration('deepliif');
    await run('disablePlugin', EXAMPLE);
    assert.deepEqual(settings().get('disabledPlugins'), [EXAMPLE]);
    await until(
      async () => (await count('workbench', `${row('Nuclear shape')}[aria-label*="switched off"]`)) > 0,
      'off',
    );
    await assert.rejects(
      async () => settings().update('pluginFolders', ['/x'], vscode.ConfigurationTarget.Workspace),
      /Workspace/,
    );
    await analyse();
    assert.ok(!(await caller.api.measure(result)).columns.includes('solidity'));
    await run('enablePlugin', EXAMPLE);
    assert.deepEqual(settings().get('disabledPlugins'), []);
  });

  it('are found in a catalogue, with the release that fits', async () => {
    const catalogue = join(ours.extensionPath, 'test/fixtures/plugins/catalogue.json');
    assert.ok(existsSync(catalogue));
    const browsing = run('browsePlugins', catalogue);
    const rows = async () => (await read('workbench', '.quick-input-list .monaco-list-row')).join('\n');
    await until(async () => /Catalogued shape.*v1\.0\.0 fits DeepLIIF/s.test(await rows()), 'it is listed');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await browsing;
  });

  it('bring blocks of notebooks, beside the built-in ones', async () => {
    await run('newNotebook');
    assert.equal(await run('insertBlock', 'hello'), 'hello');
    assert.equal(await run('insertBlock', 'result', result), 'result');
    const { notebook } = vscode.window.activeNotebookEditor!;
    const texts = notebook.getCells().map(({ document }) => document.getText());
    assert.ok(texts.includes("const hello = 'hello';"), texts.join('\n'));
    assert.ok(texts.some((text) => text.startsWith('const result = await deepliif.result(')));
  });
});
