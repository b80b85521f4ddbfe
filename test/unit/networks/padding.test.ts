// Padding against results by hand, and its gradient: the gradient of a padded pixel is added to the pixel it was copied
// from.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { PadMode } from '../../../engine/networks/layers.js';
import { padImage } from '../../../engine/networks/padding.js';
import { assertClose, gradientByDifferences, gradientByTape } from '../training/finiteDifferences.js';
import { onCpu } from '../training/onCpu.js';
import { grid, rowsOf } from './samples.js';

describe('padding', () => {
  before(onCpu);

  const image = () => grid([1, 2, 3], [4, 5, 6], [7, 8, 9]);
  const padded = (mode: PadMode, px: number) => tf.tidy(() => rowsOf(padImage(image(), mode, px)));

  it('with zeros', () =>
    assert.deepEqual(padded('zero', 1), [
      [0, 0, 0, 0, 0],
      [0, 1, 2, 3, 0],
      [0, 4, 5, 6, 0],
      [0, 7, 8, 9, 0],
      [0, 0, 0, 0, 0],
    ]));

  it('by reflection does not repeat the edge', () =>
    assert.deepEqual(padded('reflect', 2), [
      [9, 8, 7, 8, 9, 8, 7],
      [6, 5, 4, 5, 6, 5, 4],
      [3, 2, 1, 2, 3, 2, 1],
      [6, 5, 4, 5, 6, 5, 4],
      [9, 8, 7, 8, 9, 8, 7],
      [6, 5, 4, 5, 6, 5, 4],
      [3, 2, 1, 2, 3, 2, 1],
    ]));

  it('by replication repeats the edge', () =>
    assert.deepEqual(padded('replicate', 2), [
      [1, 1, 1, 2, 3, 3, 3],
      [1, 1, 1, 2, 3, 3, 3],
      [1, 1, 1, 2, 3, 3, 3],
      [4, 4, 4, 5, 6, 6, 6],
      [7, 7, 7, 8, 9, 9, 9],
      [7, 7, 7, 8, 9, 9, 9],
      [7, 7, 7, 8, 9, 9, 9],
    ]));

  it('by 0 px is a copy', () =>
    assert.deepEqual(
      padded('reflect', 0),
      tf.tidy(() => rowsOf(image())),
    ));

  it('by reflection needs an image larger than the margin', () =>
    tf.tidy(() => assert.throws(() => padImage(image(), 'reflect', 3), /3 × 3 px is too small .* by 3 px/)));

  for (const [mode, px] of [
    ['zero', 2],
    ['reflect', 1],
    ['reflect', 3],
    ['replicate', 2],
  ] as const)
    it(`by ${px} px (${mode}) has the gradient of finite differences`, () =>
      tf.tidy(() => {
        const x = tf.reshape(tf.cos(tf.range(0, 40)), [1, 4, 5, 2]);
        const loss = (at: tf.Tensor) => {
          const y = padImage(at as Tensor4D, mode, px);
          return tf.sum<tf.Scalar>(tf.mul(y, tf.reshape(tf.sin(tf.range(0, y.size)), y.shape)));
        };
        assertClose(gradientByTape(loss, x), gradientByDifferences(loss, x, 1 / 16), 1e-3);
      }));
});
