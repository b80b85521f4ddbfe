import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { ownStatistics, normalise, updateRunningStatistics } from '../../../engine/networks/normalisation.js';
import { assertClose } from '../training/finiteDifferences.js';
import { onCpu } from '../training/onCpu.js';
import { grid } from './samples.js';

describe('normalisation', () => {
  before(onCpu);

  /** Two images of one row: mean 2 and variance 1, mean 5 and variance 4. */
  const two = (): Tensor4D => tf.concat([grid([1, 3]), grid([3, 7])], 0);

  it('takes the statistics of every image by itself, or of the whole batch', () =>
    tf.tidy(() => {
      const { mean, variance } = ownStatistics(two(), 'image');
      assertClose(mean.dataSync(), [2, 5], 1e-6);
      assertClose(variance.dataSync(), [1, 4], 1e-6);
      const batch = ownStatistics(two(), 'batch');
      assertClose(batch.mean.dataSync(), [3.5], 1e-6);
      assertClose(batch.variance.dataSync(), [4.75], 1e-6); // (6.25 + 0.25 + 0.25 + 12.25) / 4
    }));

  it('centres, scales by the biased deviation and ε, then applies the affine weights', () =>
    tf.tidy(() => {
      const x = two();
      const affine = { scale: tf.tensor1d([10]), offset: tf.tensor1d([0.5]) };
      const [first, second] = [10 / Math.sqrt(1 + 1e-5), 20 / Math.sqrt(4 + 1e-5)];
      assertClose(
        normalise(x, ownStatistics(x, 'image'), affine).dataSync(),
        [0.5 - first, 0.5 + first, 0.5 - second, 0.5 + second],
        1e-4,
      );
    }));

  it('turns an image of one colour into zeros', () =>
    tf.tidy(() => {
      const x = tf.fill<tf.Rank.R4>([1, 16, 16, 1], 0.3);
      assertClose(normalise(x, ownStatistics(x, 'image')).dataSync(), new Float32Array(256), 1e-4);
    }));

  it('keeps its precision over many pixels far from zero', () =>
    tf.tidy(() => {
      const side = 256;
      const x = tf.reshape<tf.Rank.R4>(tf.add(100, tf.cos(tf.range(0, side * side))), [1, side, side, 1]);
      const values = x.dataSync<'float32'>();
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const found = ownStatistics(x, 'image');
      assertClose(found.mean.dataSync(), [mean], 1e-4);
      assertClose(found.variance.dataSync(), [variance], 1e-5);
    }));

  it('moves running statistics a tenth of the way, the variance unbiased', () => {
    const running = { mean: tf.variable(tf.tensor1d([1])), variance: tf.variable(tf.tensor1d([2])) };
    tf.tidy(() => updateRunningStatistics(running, ownStatistics(two(), 'batch'), 4));
    assertClose(running.mean.dataSync(), [0.9 * 1 + 0.1 * 3.5], 1e-6);
    assertClose(running.variance.dataSync(), [0.9 * 2 + (0.1 * 4.75 * 4) / 3], 1e-6);
    assert.throws(
      () => tf.tidy(() => updateRunningStatistics(running, ownStatistics(grid([1]), 'batch'), 1)),
      /one value per channel/,
    );
    tf.dispose(running);
  });
});
