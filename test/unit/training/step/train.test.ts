// The loop: a run that was stopped and continued is the run that was not, bit for bit.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { train } from '../../../../engine/training/step/train.js';
import type { TrainingState } from '../../../../engine/training/step/trainingState.js';
import type { Losses } from '../../../../engine/training/objective/lossTerms.js';
import type { Row } from '../../../../engine/dataset/trainingRow.js';
import type { Random } from '../../../../engine/random/random.js';
import { onCpu } from '../onCpu.js';
import { TINY_TRAINING, tinyWeights } from '../tinyModel.js';

/** One draw for each sample, as a flip makes it. */
function row(index: number, random: Random): Promise<Row> {
  const sign = random.uniform() < 0.5 ? -1 : 1;
  const tile = (i: number) =>
    Float32Array.from({ length: 3 * 16 * 16 }, (_, at) => sign * Math.sin(at * (i + 1) + index));
  return Promise.resolve({ width: 16, height: 16, tiles: [tile(0), tile(1), tile(2)] });
}

/** Trains until the step after which to stop; everything that came of it. */
async function run(from: Parameters<typeof train>[2], stopAfter = Infinity) {
  const stop = new AbortController();
  const losses: Losses[] = [];
  let last: TrainingState | undefined;
  const ended = await train(TINY_TRAINING, 2, from, {
    tapeBytes: Infinity,
    order: () => Promise.resolve(stop.signal.aborted ? 'stop' : 'step'),
    row,
    onStep: ({ step }, now) => {
      losses.push(now);
      if (step === stopAfter) stop.abort();
      return Promise.resolve();
    },
    onState: (state) => {
      last = state;
      return Promise.resolve();
    },
  });
  return { ended, losses, last: last! };
}

describe('the training loop', () => {
  before(onCpu);

  it('continues a stopped run bit for bit, and leaks nothing', async () => {
    const tensors = tf.memory().numTensors;
    const whole = await run(tinyWeights());
    assert.equal(whole.ended, true);
    assert.equal(whole.losses.length, 4);
    const first = await run(tinyWeights(), 1);
    assert.equal(first.ended, false);
    // The state is as a file would bring it back.
    const stored = { ...first.last, progress: JSON.parse(JSON.stringify(first.last.progress)) as never };
    const second = await run(stored);
    assert.deepEqual([...first.losses, ...second.losses], whole.losses);
    assert.deepEqual(second.last, whole.last);
    assert.equal(tf.memory().numTensors, tensors);
  }).timeout(120_000);
});
