// A step of `--objective classes`: the generators learn from the truth, and nothing judges them.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { disposeImages } from '../../../../engine/training/model/images.js';
import { disposeModel, loadModel, modelWeights } from '../../../../engine/training/model/trainedModel.js';
import { lossNames } from '../../../../engine/training/objective/lossTerms.js';
import { classObjective, evenWeights } from '../../../../engine/training/plan/objective.js';
import { randomFrom } from '../../../../engine/random/random.js';
import { disposeMemory, startMemory } from '../../../../engine/training/step/stepMemory.js';
import { trainingStep } from '../../../../engine/training/step/trainingStep.js';
import { onCpu } from '../onCpu.js';
import { TINY_PLAN, TINY_TRAINING, tinyBatch, tinyWeights } from '../tinyModel.js';

const even = { generators: evenWeights(1, true), discriminators: evenWeights(1, true) };
const OBJECTIVE = classObjective(1, true, even);

describe('learning class by class', () => {
  before(onCpu);

  it('has the losses of the truth only', () =>
    assert.deepEqual(lossNames(TINY_PLAN, OBJECTIVE, true), [
      'total/generators',
      'total/discriminators',
      'dapi/l1',
      'segmentation/cross-entropy',
      'segmentation/dice-loss',
    ]));

  it('lowers each of them, adds them up by their weights, and leaves the discriminators as they are', async () => {
    const model = loadModel(TINY_PLAN, tinyWeights());
    const before = await modelWeights(model);
    const batch = tinyBatch();
    let memory = startMemory(model, 'adam');
    const losses: Readonly<Record<string, number>>[] = [];
    for (let i = 0; i < 4; i++) {
      const plan = { ...TINY_TRAINING, objective: OBJECTIVE };
      const rates = { generatorRate: 1e-2, discriminatorRate: 1e-2 };
      const result = await trainingStep(model, [batch], memory, plan, {
        ...rates,
        tapeBytes: Infinity,
        random: randomFrom(7),
      });
      ({ memory } = result);
      result.generated.forEach(disposeImages);
      losses.push(result.losses);
    }
    const [first, last] = [losses[0]!, losses.at(-1)!];
    for (const name of ['dapi/l1', 'segmentation/cross-entropy', 'segmentation/dice-loss'])
      assert.ok(last[name]! < first[name]!, `${name}: ${first[name]} → ${last[name]}`);
    const { 'dapi/l1': l1, 'segmentation/cross-entropy': entropy, 'segmentation/dice-loss': dice } = first;
    assert.ok(Math.abs(first['total/generators']! - (l1! + entropy! + dice!) / 2) < 1e-5);
    assert.equal(first['total/discriminators'], 0);
    const after = await modelWeights(model);
    for (const [id, weights] of before)
      if (id.startsWith('d-')) assert.deepEqual(after.get(id), weights, id);
      else assert.notDeepEqual(after.get(id), weights, id);
    disposeMemory(memory);
    disposeModel(model);
    tf.dispose([...batch.values()]);
  });
});
