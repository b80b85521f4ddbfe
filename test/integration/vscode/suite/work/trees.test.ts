// Results, models, the demo, and several images at a time, in a real VS Code.

import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { until } from '../window.js';

describe('the views of DeepLIIF', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri;
  const results = vscode.Uri.joinPath(workspace, 'deepliif-results');
  const batch = vscode.Uri.joinPath(workspace, 'batch');
  const resultFolder = vscode.Uri.joinPath(results, 'tile');

  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`deepliif.${command}`, ...args);
  const recordIn = (folder: string) =>
    JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as {
      readonly createdAt: string;
      readonly tiles: { readonly overlapPx: number };
      readonly thresholds: { readonly segThreshold: number; readonly sizeThreshold: unknown };
    };

  before(() => {
    mkdirSync(batch.fsPath, { recursive: true });
    for (const name of ['a.png', 'b.png'])
      copyFileSync(join(workspace.fsPath, 'tile.png'), join(batch.fsPath, name));
    writeFileSync(join(batch.fsPath, 'broken.png'), 'no picture');
  });
  after(async () => {
    for (const { fsPath } of [results, batch]) rmSync(fsPath, { recursive: true, force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('open from the activity bar', async () => {
    await vscode.commands.executeCommand('deepliif.results.focus');
    await vscode.commands.executeCommand('deepliif.models.focus');
  });

  it('run the demo outside of the workspace', async () => {
    const analyses = await run<readonly ImageAnalysis[]>('runDemo');
    assert.equal(analyses.length, 1);
    assert.ok(!analyses[0]!.folder.startsWith(workspace.fsPath));
    assert.ok(analyses[0]!.scoring.Seg!.num_total > 0);
  });

  it('analyse again with the settings that the result records, not those of today', async () => {
    const settings = vscode.workspace.getConfiguration('deepliif');
    const global = vscode.ConfigurationTarget.Global;
    await settings.update('overlapPx', 16, global);
    await settings.update('thresholds.segThreshold', 150, global);
    await settings.update('thresholds.sizeThreshold', '20', global);
    try {
      await run('analyseImage', vscode.Uri.joinPath(workspace, 'tile.png'));
    } finally {
      for (const key of ['overlapPx', 'thresholds.segThreshold', 'thresholds.sizeThreshold'])
        await settings.update(key, undefined, global);
    }
    const before = recordIn(resultFolder.fsPath);
    assert.equal(before.tiles.overlapPx, 16);
    assert.equal(before.thresholds.segThreshold, 150);
    assert.equal(before.thresholds.sizeThreshold, 20);
    const analyses = await run<readonly ImageAnalysis[]>('analyseAgain', resultFolder, [resultFolder]);
    assert.deepEqual(
      analyses.map(({ folder }) => folder),
      [resultFolder.fsPath],
    );
    const after = recordIn(resultFolder.fsPath);
    assert.notEqual(after.createdAt, before.createdAt);
    assert.deepEqual({ ...after, createdAt: '', seconds: {} }, { ...before, createdAt: '', seconds: {} });
  });

  it('rename a result, and nothing that is none', async () => {
    const renamed = await run<vscode.Uri>('renameResult', resultFolder, 'renamed');
    assert.equal(renamed.fsPath, join(results.fsPath, 'renamed'));
    assert.ok(existsSync(join(renamed.fsPath, 'result.json')) && !existsSync(resultFolder.fsPath));
    assert.equal(await run('renameResult', batch, 'elsewhere'), undefined);
    assert.ok(existsSync(batch.fsPath));
    assert.equal(await run('renameResult', renamed, '../up'), undefined);
    assert.ok(existsSync(renamed.fsPath));
  });

  it('put several images into one table, with what went wrong', async () => {
    const analyses = await run<readonly ImageAnalysis[]>('analyseImage', batch, [batch]);
    assert.deepEqual(analyses.map(({ name }) => name).sort(), ['a', 'b']);
    const files = readdirSync(results.fsPath);
    const csv = files.find((file) => /^batch-.*\.csv$/.test(file))!;
    const lines = readFileSync(join(results.fsPath, csv), 'utf8').trimEnd().split('\r\n');
    assert.equal(lines.length, 4);
    assert.match(lines[3]!, /broken\.png/);
    const record = files.find((file) => /^batch-.*\.json$/.test(file))!;
    const { images } = JSON.parse(readFileSync(join(results.fsPath, record), 'utf8')) as {
      readonly images: readonly { readonly state: string }[];
    };
    assert.deepEqual(images.map(({ state }) => state).sort(), ['done', 'done', 'failed']);
    const shown = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    await until(() => shown().startsWith('Batch '), 'the table is open');
  });
});
