// Validation: what a run reports of fixed tiles, and that looking changes nothing.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { evenWeights, referenceObjective } from '../../../../engine/training/plan/objective.js';
import { loadModel, disposeModel, modelWeights } from '../../../../engine/training/model/trainedModel.js';
import { validate } from '../../../../engine/training/run/validation.js';
import { metricNames } from '../../../../engine/training/run/validationScores.js';
import { onCpu } from '../onCpu.js';
import { TINY_PLAN, tinyWeights } from '../tinyModel.js';

const even = { generators: evenWeights(1, true), discriminators: evenWeights(1, true) };
const OBJECTIVE = referenceObjective(1, true, even);

describe('validation', () => {
  before(onCpu);

  it('looks without changing the model or keeping a tensor', async () => {
    const model = loadModel(TINY_PLAN, tinyWeights());
    const before = await modelWeights(model);
    const tensors = tf.memory().numTensors;
    const tile = (seed: number) => Float32Array.from({ length: 3 * 16 * 16 }, (_, i) => Math.sin(i * seed));
    const read = () => Promise.resolve({ width: 16, height: 16, tiles: [tile(1), tile(2), tile(3)] });
    const seen: string[] = [];
    const tiles = [{ name: 'a', read }];
    const metrics = await validate(model, OBJECTIVE, tiles, {}, ({ name, generated, others }) => {
      seen.push(name, ...generated.keys(), ...others.keys());
      return Promise.resolve();
    });
    assert.deepEqual(seen, ['a', 'dapi', 'segmentation', 'segmentation-input', 'segmentation-dapi']);
    assert.deepEqual(Object.keys(metrics).sort(), metricNames(TINY_PLAN, OBJECTIVE, false).sort());
    assert.equal(tf.memory().numTensors, tensors);
    assert.deepEqual([...(await modelWeights(model))], [...before]);
    // The objective's own sum of its parts, with the weights of the reference for one modality: 1/2 each.
    const part = (name: string) => metrics[`val/${name}`]!;
    const total = part('dapi/gan') + part('dapi/l1') + part('segmentation/gan') + part('segmentation/l1');
    assert.ok(Math.abs(part('total/generators') - total / 2) < 1e-4 * total);
    disposeModel(model);
  });
});
