import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunOutput } from '../../../../engine/protocol/outputs.js';
import { followOutput } from '../../../../extension/notebook/followOutput.js';
import { openRunOutput } from '../../../../extension/notebook/runOutputNow.js';

const time = '2026-01-01T00:00:00Z';
const INTERVAL_MS = 5;

describe('the live output of a run', () => {
  let folder: string;
  const write = (...events: readonly object[]) =>
    appendFile(
      join(folder, 'events.jsonl'),
      events.map((event) => `${JSON.stringify({ time, ...event })}\n`).join(''),
    );
  const step = (at: number) => ({
    ...{ type: 'step', step: at, epoch: 1, losses: { 'dapi/l1': 10 - at } },
    ...{ generatorRate: 1e-4, discriminatorRate: 1e-4, stepMs: 10, memoryMiB: 100 },
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-live-'));
    await writeFile(join(folder, 'run.json'), '{"schemaVersion":1}');
    await writeFile(
      join(folder, 'process.json'),
      JSON.stringify({ schemaVersion: 1, pid: 1, host: 'another', socket: '/socket', started: time }),
    );
    await write({
      ...{ type: 'started', step: 0, epochs: 1, stepsPerEpoch: 3, backend: 'cpu', pid: 1, host: 'here' },
      ...{ engineVersion: '0.1.0', losses: ['dapi/l1'], metrics: [], images: [] },
    });
    await write(step(1));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is sent again when the run has written, and ends with it', async () => {
    const sent: RunOutput[] = [];
    const follower = followOutput(
      () => openRunOutput(folder, { path: 'runs/a' }),
      async (run) => {
        sent.push(run);
        await (sent.length === 1 ? write(step(2)) : write({ type: 'ended', step: 2, why: 'done' }));
        return true;
      },
      INTERVAL_MS,
    );
    await follower.ended;
    assert.deepEqual(
      sent.map(({ step: at }) => at),
      [1, 2, 2],
    );
    assert.equal(sent.at(-1)!.status, 'done');
    assert.equal(sent.at(-1)!.curves[0]!.last, 8);
  });

  it('ends with the process of the run, whose curves grow no more', async () => {
    await rm(join(folder, 'process.json'));
    const sent: string[] = [];
    const follower = followOutput(
      () => openRunOutput(folder, { path: 'runs/a' }),
      ({ status }) => {
        sent.push(status);
        return Promise.resolve(true);
      },
      INTERVAL_MS,
    );
    await follower.ended;
    assert.deepEqual(sent, ['dead']);
  });

  it('stops once nobody listens', async () => {
    let count = 0;
    const follower = followOutput(
      () => openRunOutput(folder, { path: 'runs/a' }),
      () => Promise.resolve(++count > 1),
      INTERVAL_MS,
    );
    await follower.ended;
    assert.equal(count, 1);
  });
});
