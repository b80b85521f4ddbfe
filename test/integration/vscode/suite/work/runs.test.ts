// Training runs in a real VS Code: the view, the dashboard, comparison, renaming, lenses above a configuration.

import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodeRecord, sessionStart } from '../../../../../engine/records/tensorBoardEvents.js';
import { click, count, hasWindow, read, until } from '../window.js';

describe('training runs', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri;
  const runs = vscode.Uri.joinPath(workspace, 'runs');
  const [first, second] = ['2026-11-28-100000-first', '2026-11-28-110000-second'].map((name) =>
    vscode.Uri.joinPath(runs, name),
  ) as [vscode.Uri, vscode.Uri];
  const config = vscode.Uri.joinPath(workspace, 'tiles.deepliif-train.json');
  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`deepliif.${command}`, ...args);
  const time = (second: number) => new Date(Date.UTC(2026, 10, 28, 10, 0, second)).toISOString();
  const stepEvent = (step: number) => ({
    type: 'step',
    time: time(step),
    epoch: 1,
    step,
    generatorRate: 2e-4,
    discriminatorRate: 2e-4,
    stepMs: 1000,
    memoryMiB: 100,
    losses: { 'total/generators': 1 / step, 'dapi/l1': 2 / step },
  });
  const append = (folder: vscode.Uri, ...events: readonly object[]) =>
    appendFileSync(
      join(folder.fsPath, 'events.jsonl'),
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
  const make = (folder: vscode.Uri, batchSize: number) => {
    mkdirSync(folder.fsPath, { recursive: true });
    const description = { schemaVersion: 1, name: 'tiles', data: '/data', plan: { batchSize } };
    writeFileSync(join(folder.fsPath, 'run.json'), JSON.stringify(description));
    append(
      folder,
      {
        type: 'started',
        time: time(0),
        step: 0,
        backend: 'TensorFlow.js on the CPU',
        host: hostname(),
        pid: 1,
        epochs: 2,
        stepsPerEpoch: 10,
        losses: ['total/generators', 'dapi/l1'],
        metrics: [],
        images: [],
      },
      ...[1, 2, 3].map(stepEvent),
    );
  };

  before(() => {
    make(first, 1);
    make(second, 4);
    append(second, { type: 'ended', time: time(9), step: 3, why: 'stopped' });
    writeFileSync(config.fsPath, JSON.stringify({ data: 'data', out: 'runs', name: 'tiles' }));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(runs.fsPath, { recursive: true, force: true });
    rmSync(config.fsPath, { force: true });
  });

  it('are listed with what they do', async () => {
    await vscode.commands.executeCommand('deepliif.runs.focus');
    if (!hasWindow) return;
    const rows = async () =>
      (await read('workbench', '.pane-body .monaco-list-row[aria-label*="2026-11-28"]')).join(' ');
    await until(async () => (await rows()).includes('first'), 'the runs are listed');
    assert.match(await rows(), /process died · epoch 1\/2 · step 3/);
    assert.match(await rows(), /stopped/);
  });

  it('show their curves in the dashboard, which follows them', async () => {
    assert.deepEqual(await run('openDashboard', first), [first.fsPath]);
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview,
      'the dashboard is open',
    );
    if (!hasWindow) return;
    await until(async () => (await count('webview', '.card')) >= 3, 'there are charts');
    append(first, stepEvent(4));
    const tiles = async () => (await read('webview', '.tiles')).join(' ');
    await until(async () => (await tiles()).includes('4 / 20'), 'the step appears');
  });

  it('are all shown for a folder above them, and none for a folder without runs', async () => {
    const root = vscode.Uri.joinPath(runs, '..', 'logs');
    const empty = vscode.Uri.joinPath(root, 'empty');
    try {
      for (const place of ['a/train', 'b/train']) {
        mkdirSync(join(root.fsPath, place), { recursive: true });
        writeFileSync(join(root.fsPath, place, 'events.out.tfevents.1.host'), '');
      }
      mkdirSync(empty.fsPath);
      assert.deepEqual(await run('showInDashboard', root, [root]), [root.fsPath]);
      if (hasWindow)
        await until(
          async () => (await read('webview', '.run-list b')).join().includes('a/train'),
          'the runs below the folder are listed',
        );
      assert.equal(await run('showInDashboard', empty, [empty]), undefined);
    } finally {
      rmSync(root.fsPath, { recursive: true, force: true });
    }
  });

  it('may be plain folders of TensorBoard, whose curves are drawn and followed', async () => {
    const board = vscode.Uri.joinPath(runs, 'board');
    mkdirSync(board.fsPath);
    const file = join(board.fsPath, 'events.out.tfevents.1700000000.host.1.0');
    const event = (at: number) =>
      encodeRecord({
        wallTime: 1_700_000_000 + at,
        step: at,
        summary: [{ tag: 'loss/train', scalar: 1 / at }],
      });
    const asked = sessionStart({ lr: 0.5 }, 1_700_000_000);
    writeFileSync(file, encodeRecord({ wallTime: 1_700_000_000, step: 0, summary: [asked] }));
    for (const at of [1, 2, 3]) appendFileSync(file, event(at));
    assert.deepEqual(await run('openDashboard', board), [board.fsPath]);
    if (hasWindow) {
      const titles = async () => (await read('webview', '.card h4')).join();
      await until(async () => (await titles()) === 'Loss', 'its chart is there');
      appendFileSync(file, event(44));
      await until(async () => (await read('webview', '.tiles')).join(' ').includes('44'), 'its step appears');
    }
    assert.deepEqual(await run('compareConfigurations', board, [board, first]), [board.fsPath, first.fsPath]);
    const { original } = vscode.window.tabGroups.activeTabGroup.activeTab?.input as vscode.TabInputTextDiff;
    const text = (await vscode.workspace.openTextDocument(original)).getText();
    const parts = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    assert.equal(parts['1 options that differ']?.lr, 0.5);
  });

  it('are compared in the diff editor', async () => {
    await run('compareConfigurations', first, [first, second]);
    const input = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    await until(() => input() instanceof vscode.TabInputTextDiff, 'a diff editor is open');
    const { original, modified } = input() as vscode.TabInputTextDiff;
    const texts = await Promise.all(
      [original, modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    assert.match(texts[0]!, /^\{\n {2}"1 options that differ": \{\n {4}"plan\.batchSize": 1\n/);
    assert.match(texts[1]!, /^\{\n {2}"1 options that differ": \{\n {4}"plan\.batchSize": 4\n/);
  });

  it('have lenses above the configuration that they came of', async () => {
    const document = await vscode.workspace.openTextDocument(config);
    await vscode.window.showTextDocument(document);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      config,
    );
    const commands = lenses.map(({ command }) => command!.command);
    assert.deepEqual(commands, [
      'deepliif.startTraining',
      'deepliif.resumeTraining',
      'deepliif.openDashboard',
    ]);
  });

  it('are steered only while a process trains them', async () => {
    for (const command of ['stopTraining', 'pauseTraining', 'checkpointNow'])
      assert.equal(await run(command, first), undefined, command);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('are forked from a checkpoint that the user picks', async () => {
    const checkpoint = join(second.fsPath, 'checkpoints', 'step-000000002');
    mkdirSync(checkpoint, { recursive: true });
    writeFileSync(join(checkpoint, 'tensors.safetensors'), '');
    const events = readFileSync(join(second.fsPath, 'events.jsonl'), 'utf8');
    const afterTwo = events.indexOf('\n', events.indexOf('"step":2,')) + 1;
    writeFileSync(
      join(checkpoint, 'state.json'),
      JSON.stringify({ progress: { step: 2 }, eventsBytes: afterTwo }),
    );
    const picked = async () => {
      const forking = run<string>('forkRun', second);
      const row = '.quick-input-widget .monaco-list-row:has-text("Step 2")';
      await until(async () => (await count('workbench', row)) > 0, 'its checkpoints are listed');
      await click('workbench', row);
      return forking;
    };
    const folder = await (hasWindow ? picked() : run<string>('forkRun', second, '2'));
    assert.match(folder, /-second-from-2$/);
    assert.equal(readFileSync(join(folder, 'events.jsonl'), 'utf8'), events.slice(0, afterTwo));
    assert.equal(readFileSync(join(second.fsPath, 'events.jsonl'), 'utf8'), events);
    if (hasWindow)
      await until(
        async () => (await read('workbench', '.pane-body .monaco-list-row[aria-label*="from-2"]')).length > 0,
        'the new run is listed',
      );
    assert.equal(await run('forkRun', first), undefined); // it has no checkpoint
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('are renamed, and nothing that is none', async () => {
    const renamed = await run<vscode.Uri>('renameRun', second, 'renamed');
    assert.equal(renamed.fsPath, join(runs.fsPath, 'renamed'));
    assert.ok(existsSync(join(renamed.fsPath, 'run.json')) && !existsSync(second.fsPath));
    assert.equal(await run('renameRun', runs, 'elsewhere'), undefined);
    assert.equal(await run('renameRun', renamed, '../up'), undefined);
    assert.ok(existsSync(renamed.fsPath));
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
