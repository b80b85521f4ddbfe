// One optimisation step. That its numbers are the reference's is shown by the parity suite of fixture e_training;
// here: what it changes and leaves alone, that both presets learn, and that nothing leaks.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { disposeImages } from '../../../../engine/training/model/images.js';
import {
  evenWeights,
  paperObjective,
  referenceObjective,
} from '../../../../engine/training/plan/objective.js';
import { disposeModel, loadModel, modelWeights } from '../../../../engine/training/model/trainedModel.js';
import { randomFrom } from '../../../../engine/random/random.js';
import { disposeMemory, startMemory } from '../../../../engine/training/step/stepMemory.js';
import { trainingStep } from '../../../../engine/training/step/trainingStep.js';
import { onCpu } from '../onCpu.js';
import { TINY_PLAN, TINY_TRAINING, tinyBatch, tinyWeights } from '../tinyModel.js';
import { largestDifference, steps } from '../tinySteps.js';

const even = { generators: evenWeights(1, true), discriminators: evenWeights(1, true) };
const OBJECTIVES = { reference: referenceObjective(1, true, even), paper: paperObjective(1, true) };

async function train(steps: number, objective = OBJECTIVES.reference, tapeBytes = Infinity) {
  const model = loadModel(TINY_PLAN, tinyWeights());
  const batch = tinyBatch();
  let memory = startMemory(model, 'adam');
  const losses: Readonly<Record<string, number>>[] = [];
  const tensors: number[] = [];
  for (let i = 0; i < steps; i++) {
    const plan = { ...TINY_TRAINING, objective };
    const result = await trainingStep(model, [batch], memory, plan, {
      generatorRate: 1e-2,
      discriminatorRate: 1e-3,
      tapeBytes,
      random: randomFrom(7),
    });
    ({ memory } = result);
    result.generated.forEach(disposeImages);
    losses.push(result.losses);
    tensors.push(tf.memory().numTensors);
  }
  const weights = await modelWeights(model);
  disposeMemory(memory);
  disposeModel(model);
  disposeImages(batch);
  return { losses, weights, tensors };
}

describe('a training step', () => {
  before(onCpu);

  for (const [preset, objective] of Object.entries(OBJECTIVES))
    it(`of the preset "${preset}" lowers the L1 distances`, async () => {
      const { losses } = await train(3, objective);
      for (const name of ['dapi/l1', 'segmentation/l1'])
        assert.ok(losses.at(-1)![name]! < losses[0]![name]!, name);
    });

  it('records every term and both totals', async () => {
    const { losses } = await train(1);
    assert.deepEqual(Object.keys(losses[0]!).sort(), [
      ...['d-fake', 'd-real', 'gan', 'l1'].map((term) => `dapi/${term}`),
      ...['d-fake', 'd-real', 'gan', 'l1'].map((term) => `segmentation/${term}`),
      'total/discriminators',
      'total/generators',
    ]);
    const term = (name: string) => losses[0]![name]!;
    const generators =
      (term('dapi/gan') + term('dapi/l1') + term('segmentation/gan') + term('segmentation/l1')) / 2;
    assert.ok(Math.abs(term('total/generators') - generators) < 1e-9);
  });

  it('trains every network and leaks nothing', async () => {
    const before = tf.memory().numTensors;
    const { weights, tensors } = await train(2);
    assert.deepEqual(tensors, Array(2).fill(tensors[0]));
    assert.equal(tf.memory().numTensors, before);
    const start = tinyWeights();
    for (const [id, network] of weights)
      for (const [name, { data }] of network)
        assert.ok(
          data.some((value, i) => value !== start.get(id)!.get(name)!.data[i]),
          `${id}/${name} moved`,
        );
  });

  it('is the same every time', async () => {
    const [once, again] = [await train(2), await train(2)];
    assert.deepEqual(once, { ...again, tensors: once.tensors });
  });

  it('is the same whether there is room for all recordings, for some, or for none', async () => {
    const before = tf.memory().numTensors;
    const roomy = await train(2);
    // Each of the three generators keeps about 60 kB.
    for (const bytes of [1e5, 0])
      assert.deepEqual({ ...(await train(2, OBJECTIVES.reference, bytes)), tensors: roomy.tensors }, roomy);
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('a step in parts', () => {
  before(onCpu);

  it('is that of the whole batch where no norm mixes its images', async () => {
    const options = { optimizer: 'sgd' };
    const [whole, inParts] = [await steps(options, [[1, 2]]), await steps(options, [[1], [2]])];
    const other = await steps(options, [[1]]);
    assert.ok(largestDifference(whole.weights, inParts.weights) < 1e-6);
    assert.ok(largestDifference(whole.weights, other.weights) > 1e-4);
  });
});

describe('steps of every kind of model', () => {
  before(onCpu);

  for (const options of [
    { model: 'DeepLIIFExt' },
    { model: 'SDG', inputNames: ['ihc', 'he'] },
    { model: 'CycleGAN', poolSize: 1 },
  ])
    it(`hold as many tensors after each: ${options.model}`, async () => {
      const before = tf.memory().numTensors;
      const { alive } = await steps({ ...options, ema: 0.9 }, [[1], [2]], 3);
      assert.equal(alive[1], alive[2]);
      assert.equal(tf.memory().numTensors, before);
    });
});
