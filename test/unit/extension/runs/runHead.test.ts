import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { followRun } from '../../../../engine/reading/followRun.js';
import { readListedRun } from '../../../../engine/reading/listRuns.js';
import { encodeRecord } from '../../../../engine/records/tensorBoardEvents.js';
import { runHead } from '../../../../extension/runs/runHead.js';
import { lines, started, step, writeRun } from '../../reading/writtenRun.js';

const FIXTURES = fileURLToPath(new URL('../../../../../test/fixtures/tensorboard/', import.meta.url));

describe('the head of a run in the dashboard', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-head-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const headOf = async (kind: 'run' | 'tensorboard') => {
    const follower = followRun(folder, kind);
    await follower.read();
    return runHead((await readListedRun(folder))!, follower.log);
  };

  it('has its last numbers, its configuration, and bad lines with their numbers', async () => {
    await writeRun(folder, { name: 'a', plan: { batchSize: 2 } });
    await writeFile(join(folder, 'events.jsonl'), `${lines(started)}nonsense\n${lines(step(1))}`);
    const head = await headOf('run');
    assert.match(head.problems.join(), /events\.jsonl: line 2 is not JSON/);
    assert.equal(head.step, 1);
    assert.deepEqual(head.last, {
      'total/generators': 1,
      'rate/generators': 2e-4,
      'rate/discriminators': 1e-4,
      'time/step': 1000,
      'memory/process': 100,
    });
    assert.deepEqual(head.config, { name: 'a', 'plan.batchSize': 2 });
  });

  it('has the last number of each tag of TensorBoard, and what is damaged', async () => {
    await cp(join(FIXTURES, 'pytorch'), folder, { recursive: true });
    const scalar = (n: number) => ({ ...{ wallTime: n, step: n }, summary: [{ tag: 'a', scalar: n }] });
    const bytes = Buffer.concat([scalar(1), scalar(2)].map(encodeRecord));
    bytes[bytes.length - 1]! ^= 1;
    const file = 'events.out.tfevents.1500000900.host.9.0';
    await writeFile(join(folder, file), bytes);
    const head = await headOf('tensorboard');
    assert.equal(head.last['val/loss'], Math.fround(0.1)); // 2 / 20; the steps after 20 are void
    assert.equal(head.last.a, 1);
    assert.equal(head.step, 40);
    assert.equal(head.problems.length, 1);
    assert.match(head.problems[0]!, new RegExp(`^${file}: the record at byte \\d+ is damaged`));
    assert.deepEqual(head.config, { lr: 2e-4, net: 'unet_512', flip: 1 });
  });
});
