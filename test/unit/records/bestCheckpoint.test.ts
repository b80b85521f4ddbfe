// The best checkpoint of a run: which one it is, and that it is kept apart.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStored } from '../../../engine/reading/runCheckpoints.js';
import { bestAfter, bestCheckpoint, nameBestAgain } from '../../../engine/records/bestCheckpoint.js';
import { checkpointEvent, createRun, reopenRun } from '../../../engine/records/runFolder.js';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';

const DICE = 'val/segmentation/dice';
const TENSORS = new Map([['a/b', { shape: [1], data: new Float32Array(1) }]]);

describe('the best checkpoint of a run', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-best-'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('follows the first validation, and then every one that is better', () => {
    let best = bestAfter(undefined, DICE, 1, { [DICE]: 0.5 });
    assert.deepEqual(best, { value: 0.5, step: 1 });
    best = bestAfter(best, DICE, 2, { [DICE]: 0.5 });
    best = bestAfter(best, DICE, 3, { [DICE]: null });
    best = bestAfter(best, DICE, 4, {});
    assert.equal(best?.step, 1, 'not one that is as good, none or nothing');
    assert.equal(bestAfter(best, DICE, 5, { [DICE]: 0.6 })?.step, 5);
  });

  it('has the smallest value where less is better', () => {
    const best = bestAfter({ value: 2, step: 1 }, 'val/total/generators', 2, { 'val/total/generators': 1 });
    assert.equal(best?.step, 2);
  });

  it('has the smallest value where the name of the metric does not say what is better', () => {
    const best = bestAfter({ value: 2, step: 1 }, 'val/oddity', 2, { 'val/oddity': 1 });
    assert.equal(best?.step, 2);
  });

  it('is kept apart, also where the run was killed before it got its name', async () => {
    const folder = await createRun(root, 'x', new Date(0), {});
    const listener = bestCheckpoint(folder, DICE);
    const emitted: RunEvent[] = [];
    const run = { dir: folder.dir, emit: (event: RunEvent) => emitted.push(event), stop: assert.fail };
    const time = '2026-01-01T00:00:00.000Z';
    const epoch = async (step: number, dice: number) => {
      await listener.hear({ type: 'validation', time, step, epoch: step, metrics: { [DICE]: dice } }, run);
      const written = checkpointEvent(step, 'epoch');
      await folder.checkpoint(written, {
        tensors: TENSORS,
        state: { step, ...listener.remembers!() },
      });
      await listener.hear(written, run);
    };
    await epoch(1, 0.5);
    await epoch(2, 0.7);
    await epoch(3, 0.6);
    const best = () => readStored(join(folder.dir, 'checkpoints', 'best'));
    assert.equal((await best()).state.step, 2);
    assert.deepEqual(
      emitted.map((event) => event.type === 'checkpoint' && [event.step, event.folder, event.why]),
      [1, 2].map((step) => [step, 'checkpoints/best', 'best']),
    );

    // The state is that of a run killed right after the checkpoint of a better one.
    await folder.checkpoint(checkpointEvent(4, 'epoch'), {
      tensors: TENSORS,
      state: { step: 4, best: { value: 0.9, step: 4 } },
    });
    const again = await reopenRun(folder.dir);
    const named = await nameBestAgain(again.folder, again.last!.state, 4);
    assert.equal((await best()).state.step, 4);
    assert.deepEqual([named?.step, named?.why], [4, 'best']);
    assert.equal(await nameBestAgain(again.folder, again.last!.state, 5), undefined);
  });
});
