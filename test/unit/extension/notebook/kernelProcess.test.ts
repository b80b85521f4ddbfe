// Kernel of a notebook as the extension holds it.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellOutput } from '../../../../engine/protocol/kernelRequests.js';
import { notebookKernel, type NotebookKernel } from '../../../../extension/notebook/kernelProcess.js';
import { until } from '../../../until.js';

const script = join(import.meta.dirname, '../../../../engine/kernel.js');
const silent = { info: () => undefined, warn: () => undefined };

describe('the kernel of a notebook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-notebook-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const setting = () => ({
    folder,
    analysis: { model: '', backend: 'auto' as const },
    ...{ results: folder, runs: folder, sweeps: folder, models: [] },
  });
  const make = (patienceMs?: number) =>
    notebookKernel({ script, log: silent, setting, variables: () => ({}) }, patienceMs);
  const outputs: CellOutput[] = [];
  let order = 0;
  const run = (kernel: NotebookKernel, code: string) =>
    kernel.run(
      { code, language: 'typescript' },
      (given) => {
        order = given;
      },
      (output) => void outputs.push(output),
    );

  it('numbers its cells, and begins with 1 and without variables when it was restarted', async () => {
    const kernel = make();
    await run(kernel, 'globalThis.here = true');
    await run(kernel, '1');
    assert.equal(order, 2);
    await kernel.stop();
    outputs.length = 0;
    await run(kernel, 'typeof here');
    const [shown] = outputs;
    assert.ok(shown?.type === 'display');
    assert.deepEqual([order, shown.bundle['text/plain']], [1, 'undefined']);
    await kernel.stop();
  });

  it('is ended if a cell ignores the interrupt, says that variables are lost, and starts anew', async () => {
    const kernel = make(300);
    outputs.length = 0;
    const blocking = run(kernel, 'console.log(1); require("node:child_process").execSync("sleep 30")');
    await until(() => outputs.length > 0, 'the begin of the cell');
    const ended = assert.rejects(blocking, /did not react .* variables are lost/);
    await kernel.interrupt();
    await ended;
    assert.deepEqual(await run(kernel, '2'), { status: 'done' });
    await kernel.stop();
  });

  it('says that variables are lost when the process ends by itself', async () => {
    const kernel = make();
    await assert.rejects(run(kernel, 'process.exit(3)'), /kernel ended, and its variables are lost/);
    await kernel.stop();
  });
});
