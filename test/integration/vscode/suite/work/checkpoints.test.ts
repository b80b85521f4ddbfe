// Checkpoints of a run in a real VS Code: one becomes the model, and is tried on an image.

import assert from 'node:assert/strict';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { count, hasWindow, read, until } from '../window.js';
import { writeStoredRun } from '../storedRun.js';

describe('checkpoints of a run', () => {
  const { extensionPath } = vscode.extensions.getExtension('deepliif.deepliif')!;
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const folder = join(workspace, 'runs', '2026-11-28-120000-tiles');
  const image = join(workspace, 'tile.png');
  const configuration = () => vscode.workspace.getConfiguration('deepliif');
  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`deepliif.${command}`, ...args);

  const modelBefore = configuration().get<string>('model');

  before(() => writeStoredRun(extensionPath, folder, [100, 200]));
  after(async () => {
    await configuration().update('model', modelBefore, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(join(workspace, 'runs'), { recursive: true, force: true });
    rmSync(join(workspace, 'deepliif-results'), { recursive: true, force: true });
  });

  it('become the model that analyses images, are listed among the models, and are made once', async () => {
    const model = join(folder, 'models', 'step-000000100');
    assert.equal(await run('useCheckpoint', vscode.Uri.file(folder), '100'), model);
    assert.equal(configuration().get('model'), model);
    const { mtimeMs } = statSync(model);
    assert.equal(await run('useCheckpoint', vscode.Uri.file(folder), 'step-000000100'), model);
    assert.equal(statSync(model).mtimeMs, mtimeMs);
    if (!hasWindow) return;
    await vscode.commands.executeCommand('deepliif.models.focus');
    const rows = async () =>
      (await read('workbench', '.pane-body .monaco-list-row[aria-label*="tiles, step 100"]')).join();
    await until(async () => (await rows()).includes('in use'), 'the model is listed');
  });

  it('are tried on an image, beside the last try of the same image', async () => {
    const tries = join(workspace, 'deepliif-results', 'tries');
    const named = (step: number) => join(tries, `tile 2026-11-28-120000-tiles step ${step}`);
    const tried = (step: number) => run('tryOnImage', vscode.Uri.file(folder), String(step), image);
    assert.equal(await tried(100), named(100));
    assert.equal(await tried(200), named(200));
    assert.ok(existsSync(join(named(100), 'result.json')));
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.equal(
      activeTab!.label,
      'tile 2026-11-28-120000-tiles step 100 | tile 2026-11-28-120000-tiles step 200',
    );
    if (hasWindow) await until(async () => (await count('webview', 'canvas')) > 0, 'the panel is drawn');
  });
});
