// A run with validation, sample pictures and checkpoints has the same number of tensors after every step, and its memory
// does not grow. `npm run bench:leak` checks the same with a thousand steps.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longRun } from './longRun.js';

const STEPS = 100;
/**
 * Limit for 80 steps, during which compilers and caches grow by 1 to 2 MB. Tensors are counted; bench:leak takes more
 * steps.
 */
const MOST_GROWTH_MB = 8;

describe('a hundred steps of training', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-long-'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('leave no tensor and no memory behind', async function () {
    this.timeout(300_000);
    const { steps, tensors, before, after, growthMb } = await longRun(root, STEPS, 'wasm');
    assert.equal(steps, STEPS);
    assert.equal(tensors.length, 1, `numbers of tensors after steps: ${tensors.join(', ')}`);
    assert.equal(after, before);
    assert.ok(growthMb < MOST_GROWTH_MB, `${growthMb.toFixed(2)} MB more after ${0.8 * STEPS} steps`);
  });
});
