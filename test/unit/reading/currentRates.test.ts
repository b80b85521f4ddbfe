import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentRates } from '../../../engine/reading/currentRates.js';
import { at, lines, started, step, writeRun } from './writtenRun.js';

describe('the learning rates of a run', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-rates-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are those of its last step, whatever comes half after it', async () => {
    const folder = await writeRun(join(root, 'a'), {}, [started, step(1, 1), step(2, 1, 5e-5)]);
    await appendFile(join(folder, 'events.jsonl'), '{"half');
    assert.deepEqual(await currentRates(folder), { generatorRate: 5e-5, discriminatorRate: 1e-4 });
  });

  it('are those that were set by hand after it', async () => {
    const folder = await writeRun(join(root, 'a'), {}, [started, step(1, 1)]);
    const rates = { type: 'rates', time: at(2), step: 1, generatorRate: 1e-6, discriminatorRate: 2e-6 };
    await appendFile(join(folder, 'events.jsonl'), lines(rates));
    assert.deepEqual(await currentRates(folder), { generatorRate: 1e-6, discriminatorRate: 2e-6 });
  });

  it('are not known before the first step', async () => {
    await assert.rejects(currentRates(await writeRun(join(root, 'a'), {}, [started])), /give both/);
    await assert.rejects(currentRates(await writeRun(join(root, 'b'))), /give both/);
  });
});
