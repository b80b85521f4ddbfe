// Self-test of a slow backend in another process: its result, its limit, its cancellation.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slowSelfTest } from '../../../engine/cli/slowSelfTest.js';
import { EngineError } from '../../../engine/protocol/errors.js';

describe('the self-test of a slow backend', () => {
  const LONG_MS = 600_000;
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'deepliif-slow-'))));
  after(() => rm(folder, { recursive: true, force: true }));
  const program = async (source: string) => {
    const file = join(folder, 'program.cjs');
    await writeFile(file, source);
    return file;
  };
  const BUSY = 'for (;;);';

  it('is what the other process prints', async () => {
    const test = { pass: true, largestDifferenceLevels: 0, equalShare: 1, secondsPerTile: 2 };
    const document = JSON.stringify({ backends: [{ id: 'cpu', available: true, test }] });
    assert.deepEqual(
      await slowSelfTest('cpu', LONG_MS, {}, await program(`console.log(${JSON.stringify(document)})`)),
      test,
    );
  });

  it('is none if it takes longer than the limit, though the process hears nothing', async () =>
    assert.equal(await slowSelfTest('cpu', 1, {}, await program(BUSY)), undefined));

  it('ends when it is cancelled', async () => {
    const abort = new AbortController();
    const test = slowSelfTest('cpu', LONG_MS, { signal: abort.signal }, await program(BUSY));
    abort.abort();
    await assert.rejects(
      test,
      (error: unknown) => error instanceof EngineError && error.code === 'cancelled',
    );
  });

  it('has failed if the process ends without a result', async () => {
    const test = await slowSelfTest('cpu', LONG_MS, {}, await program('process.exit(3)'));
    assert.match(test!.error!, /ended by 3/);
  });
});
