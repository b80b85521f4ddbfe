// The contrast of generated images beside that of the true ones.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { truthOf } from '../../../../engine/training/plan/modelPlan.js';
import { contrastsOf } from '../../../../engine/training/run/contrast.js';
import { onCpu } from '../onCpu.js';

describe('the contrast of images', () => {
  before(onCpu);

  it('is the standard deviation of their pixels; nothing leaks', async () => {
    const before = tf.memory().numTensors;
    // Half of the pixels at 1, half at -1: deviation 1. All at 0.5: none.
    const made = new Map([['dapi', tf.fill<tf.Rank.R4>([1, 2, 2, 3], 0.5)]]);
    const given = new Map([
      [truthOf('dapi'), tf.tensor4d([1, 1, 1, -1, -1, -1, 1, 1, 1, -1, -1, -1], [1, 2, 2, 3])],
    ]);
    assert.deepEqual(await contrastsOf(made, given), [{ image: 'dapi', made: 0, truth: 1 }]);
    tf.dispose([...made.values(), ...given.values()]);
    assert.equal(tf.memory().numTensors, before);
  });
});
