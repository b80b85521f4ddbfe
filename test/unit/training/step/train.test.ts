// The loop: a run that was stopped and continued is the run that was not, bit for bit.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { evenWeights, referenceObjective } from '../../../../engine/training/plan/objective.js';
import { train, type TrainingPlan } from '../../../../engine/training/step/train.js';
import type { TrainingState } from '../../../../engine/training/step/trainingState.js';
import type { Losses } from '../../../../engine/training/objective/lossTerms.js';
import type { Row } from '../../../../engine/dataset/trainingRow.js';
import { PLAIN_DATA } from '../../../../engine/dataset/dataPlan.js';
import type { Random } from '../../../../engine/random/random.js';
import { onCpu } from '../onCpu.js';
import { TINY_PLAN, tinyWeights } from '../tinyModel.js';

const even = { generators: evenWeights(1, true), discriminators: evenWeights(1, true) };
const PLAN: TrainingPlan = {
  model: TINY_PLAN,
  objective: referenceObjective(1, true, even),
  generatorRate: 1e-3,
  discriminatorRate: 1e-3,
  optimiser: { kind: 'adam', beta1: 0.5 },
  policy: { kind: 'linear', epochs: 1, decayEpochs: 1, firstEpoch: 0 },
  firstEpoch: 0,
  epochs: 2,
  initialisation: { type: 'normal', gain: 0.02 },
  batchSize: 1,
  accumulate: 1,
  shuffle: true,
  flip: true,
  data: PLAIN_DATA,
  dropout: true,
  frozen: [],
  averageDecay: 0,
  poolSize: 0,
  seed: 5,
};

/** One draw for each sample, as a flip makes it. */
function row(index: number, random: Random): Promise<Row> {
  const sign = random.uniform() < 0.5 ? -1 : 1;
  const tile = (i: number) =>
    Float32Array.from({ length: 3 * 32 * 32 }, (_, at) => sign * Math.sin(at * (i + 1) + index));
  return Promise.resolve({ width: 32, height: 32, tiles: [tile(0), tile(1), tile(2)] });
}

/** Trains until the step after which to stop; everything that came of it. */
async function run(from: Parameters<typeof train>[2], stopAfter = Infinity) {
  const stop = new AbortController();
  const losses: Losses[] = [];
  let last: TrainingState | undefined;
  const ended = await train(PLAN, 2, from, {
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
    // As a file would bring it back.
    const stored = { ...first.last, progress: JSON.parse(JSON.stringify(first.last.progress)) as never };
    const second = await run(stored);
    assert.deepEqual([...first.losses, ...second.losses], whole.losses);
    assert.deepEqual(second.last, whole.last);
    assert.equal(tf.memory().numTensors, tensors);
  }).timeout(120_000);
});
