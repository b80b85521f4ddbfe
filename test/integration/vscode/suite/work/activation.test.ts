// What the extension costs VS Code when it starts. Runs first of all suites, while nothing has been needed yet.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasWindow, read } from '../window.js';

const LIMIT_MS = 100;
/** In processor time, which others on a busy machine take less of; this much longer is a defect. */
const PATIENCE = 5;
const HEAVY = /tfjs|onnxruntime|sharp|libvips|deck\.gl|luma\.gl|webgpu/i;

describe('starting the extension', () => {
  const extension = vscode.extensions.getExtension('deepliif.deepliif')!;

  it('waits for a command or a view that needs it', () => assert.equal(extension.isActive, false));

  let processorMs: number;

  it('loads nothing that computes or draws', async () => {
    const before = process.cpuUsage();
    await extension.activate();
    const { user, system } = process.cpuUsage(before);
    processorMs = (user + system) / 1000;
    const { sharedObjects } = process.report.getReport() as unknown as {
      readonly sharedObjects: readonly string[];
    };
    const loaded = [...Object.keys(require.cache), ...sharedObjects];
    assert.ok(loaded.includes(`${extension.extensionPath}/dist/extension.cjs`), 'it is seen at all');
    const own = loaded.filter((file) => file.startsWith(extension.extensionPath));
    assert.deepEqual(
      own.filter((file) => HEAVY.test(file.slice(extension.extensionPath.length))),
      [],
    );
  });

  it(`is to take ${LIMIT_MS} ms on an idle machine, and never ${PATIENCE} times as much`, async function () {
    if (!hasWindow) this.skip();
    await vscode.commands.executeCommand('workbench.action.showRuntimeExtensions');
    // "Activation: 12ms"; the time that VS Code itself has measured.
    const [row = ''] = await read('workbench', '.editor-instance .monaco-list-row:has-text("deepliif")');
    const [, time] = /Activation: (\d+)\s?ms/.exec(row) ?? [];
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.ok(time !== undefined, row);
    this.test!.title += ` (it took ${time} ms, and ${processorMs.toFixed(0)} ms of a processor)`;
    assert.ok(Math.min(Number(time), processorMs) < PATIENCE * LIMIT_MS);
  });
});
