// Spectral norm on weights whose largest singular value is known.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { effectiveWeights } from '../../../engine/networks/effectiveWeights.js';
import type { Layer, Network } from '../../../engine/networks/layers.js';
import { conv, convTranspose, named } from '../../../engine/networks/notation.js';
import { iteratePower, spectrallyNormed } from '../../../engine/networks/spectralNorm.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import { refusal } from '../checkpoints/refusal.js';
import { assertClose, gradientByDifferences, gradientByTape } from '../training/finiteDifferences.js';
import { onCpu } from '../training/onCpu.js';

const networkOf = (layer: Layer, inChannels: number, outChannels: number): Network => ({
  title: 'one layer',
  inChannels,
  outChannels,
  sizeMultiplePx: 1,
  root: named('layer', layer),
});

const PREFIX = 'layer.parametrizations.weight';
const spectral = (shape: readonly number[], original: number[], u: number[], v: number[]): Weights =>
  new Map([
    [`${PREFIX}.original`, { shape, data: Float32Array.from(original) }],
    [`${PREFIX}.0._u`, { shape: [u.length], data: Float32Array.from(u) }],
    [`${PREFIX}.0._v`, { shape: [v.length], data: Float32Array.from(v) }],
  ]);

describe('spectral norm at inference', () => {
  const one = { kernelPx: 1, spectralNorm: true };

  it('divides a convolution by uᵀ W v', () => {
    // W = [[3, 0], [0, 1], [0, 0]]: three output channels, two input channels.
    const weights = spectral([3, 2, 1, 1], [3, 0, 0, 1, 0, 0], [1, 0, 0], [1, 0]);
    const plain = effectiveWeights(networkOf(conv(2, 3, one), 2, 3), weights);
    assert.deepEqual([...plain.keys()], ['layer.weight']);
    assertClose(plain.get('layer.weight')!.data, [1, 0, 0, 1 / 3, 0, 0], 1e-7);
  });

  it('takes output channels as rows, also for a transposed convolution', () => {
    // Stored (in, out): W = [[0, 2], [0, 0], [0, 0]] has its largest value in row 0, column 1.
    const weights = spectral([2, 3, 1, 1], [0, 0, 0, 2, 0, 0], [1, 0, 0], [0, 1]);
    const network = networkOf(convTranspose(2, 3, one), 2, 3);
    assertClose(effectiveWeights(network, weights).get('layer.weight')!.data, [0, 0, 0, 1, 0, 0], 1e-7);
  });

  it('refuses a singular value of zero', () => {
    const weights = spectral([1, 1, 1, 1], [0], [1], [1]);
    assert.throws(
      () => effectiveWeights(networkOf(conv(1, 1, one), 1, 1), weights),
      refusal(/spectral norm of "layer.parametrizations.weight.original" is 0/),
    );
  });
});

describe('spectral norm in training', () => {
  before(onCpu);

  /** Orthogonal columns (3, 4) and (−0.8, 0.6), so the singular values are 5 and 1. */
  const filter = () => tf.tensor4d([3, -0.8, 4, 0.6], [1, 1, 2, 2]);

  it('finds the largest singular value by iterating', () => {
    const [u, v] = [tf.variable(tf.tensor1d([0.6, 0.8])), tf.variable(tf.tensor1d([0.8, 0.6]))];
    tf.tidy(() => {
      for (let step = 0; step < 8; step++) iteratePower(filter(), u, v);
      assertClose(v.dataSync().map(Math.abs), [0.6, 0.8], 1e-4);
      assertClose(u.dataSync().map(Math.abs), [1, 0], 1e-4);
      assertClose(
        spectrallyNormed(filter(), u as unknown as tf.Tensor1D, v as unknown as tf.Tensor1D).dataSync(),
        [0.6, -0.16, 0.8, 0.12],
        1e-4,
      );
    });
    tf.dispose([u, v]);
  });

  it('has a gradient through the weight but not through u and v', () =>
    tf.tidy(() => {
      const [u, v] = [tf.tensor1d([0.6, 0.8]), tf.tensor1d([0.8, 0.6])];
      const loss = (at: tf.Tensor) =>
        tf.sum<tf.Scalar>(
          tf.mul(spectrallyNormed(at as Tensor4D, u, v), tf.tensor4d([1, 2, -1, 3], [1, 1, 2, 2])),
        );
      assertClose(gradientByTape(loss, filter()), gradientByDifferences(loss, filter()), 1e-3);
    }));
});
