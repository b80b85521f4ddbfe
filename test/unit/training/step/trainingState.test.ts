// A state of training as a checkpoint holds it: a run with everything that remembers continues from it bit for bit.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../../../engine/random/random.js';
import type { Weights } from '../../../../engine/tensors/weights.js';
import { modelWeights } from '../../../../engine/training/model/trainedModel.js';
import { train } from '../../../../engine/training/step/train.js';
import { trainedWeights, type TrainingState } from '../../../../engine/training/step/trainingState.js';
import { onCpu } from '../onCpu.js';
import { tinyWeights } from '../tinyModel.js';
import { rowOf, tinyPlanOf } from '../tinySteps.js';

describe('a run with a pool, running averages and batches in parts', () => {
  before(onCpu);

  const plan = tinyPlanOf({
    model: 'CycleGAN',
    poolSize: 1,
    ema: 0.9,
    accumulate: 2,
    dropout: true,
    norm: 'batch',
    nEpochs: 1,
    nEpochsDecay: 0,
  });

  async function run(from: Parameters<typeof train>[2], stopAfter = Infinity) {
    let stop = false;
    const losses: unknown[] = [];
    let last: TrainingState | undefined;
    let seen: Map<string, Weights> | undefined;
    await train(plan, 4, from, {
      tapeBytes: Infinity,
      order: () => Promise.resolve(stop ? 'stop' : 'step'),
      row: (index: number, random: Random) => Promise.resolve(rowOf(index + random.uniform(), 2)),
      onStep: ({ step }, now) => {
        losses.push(now);
        stop = step === stopAfter;
        return Promise.resolve();
      },
      onEpoch: async (model) => {
        seen = await modelWeights(model);
        return undefined;
      },
      onState: (state) => {
        last = state;
        return Promise.resolve();
      },
    });
    return { losses, last: last!, seen: seen! };
  }

  it('goes on bit for bit after it was stopped, and leaks nothing', async () => {
    const before = tf.memory().numTensors;
    const whole = await run(tinyWeights(plan.model));
    assert.equal(whole.losses.length, 4); // two epochs of four samples, two in a step
    const first = await run(tinyWeights(plan.model), 1);
    // The state is as a file would bring it back.
    const stored = { ...first.last, progress: JSON.parse(JSON.stringify(first.last.progress)) as never };
    const second = await run(stored);
    assert.deepEqual([...first.losses, ...second.losses], whole.losses);
    assert.deepEqual(new Map([...second.last.tensors].sort()), new Map([...whole.last.tensors].sort()));
    assert.deepEqual(second.last.progress, whole.last.progress);
    assert.ok([...whole.last.tensors.keys()].some((name) => name.startsWith('pool/dapi/')));
    assert.equal(tf.memory().numTensors, before);
    const { tensors } = whole.last;
    const kept = trainedWeights(whole.last, plan.model).get('dapi')!;
    const name = [...kept.keys()][0]!;
    assert.deepEqual(kept.get(name), tensors.get(`ema/dapi/${name}`), 'the averages are what is kept');
    assert.notDeepEqual(kept.get(name), tensors.get(`dapi/${name}`));
    assert.deepEqual(whole.seen.get('dapi')!.get(name), kept.get(name), 'and what is validated');
  }).timeout(120_000);
});
