// Spectral normalisation in training: the weight is divided by an estimate of its largest singular value. One step of
// power iteration per forward pass keeps the estimate up to date (Miyato et al. 2018, algorithm 1).
//
// W is the filter (kH, kW, in, out) as a matrix with one column for each output channel; u (out) and v (kH·kW·in) are
// its singular vectors. The gradient flows through W but not through u and v.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';

/** PyTorch's constant; it keeps a zero vector from becoming NaN. */
const SMALLEST_LENGTH = 1e-12;

/** The filter divided by σ = uᵀ W v. The result belongs to the caller. */
export function spectrallyNormed(original: Tensor4D, u: Tensor1D, v: Tensor1D): Tensor4D {
  return tf.tidy(() => {
    const Wv = tf.matMul(row(v), matrix(original));
    const sigma = tf.sum(tf.mul(tf.reshape(Wv, u.shape), u));
    return tf.div<Tensor4D>(original, sigma);
  });
}

/**
 * One step of power iteration: u ← W v / ‖W v‖, then v ← Wᵀ u / ‖Wᵀ u‖. Assignment to the variables keeps u and v out
 * of the gradient.
 */
export function iteratePower(original: Tensor4D, u: Variable, v: Variable): void {
  tf.tidy(() => {
    const W = matrix(original);
    u.assign(unit(tf.matMul(row(v), W)));
    v.assign(unit(tf.matMul(row(u), W, false, true)));
  });
}

function matrix(filter: Tensor4D): Tensor2D {
  const [kH, kW, inChannels, outChannels] = filter.shape;
  return tf.reshape(filter, [kH * kW * inChannels, outChannels]);
}

function row(vector: tf.Tensor): Tensor2D {
  return tf.reshape(vector, [1, vector.size]);
}

function unit(vector: Tensor2D): Tensor1D {
  const length = tf.sqrt(tf.sum(tf.square(vector)));
  return tf.div(tf.reshape(vector, [vector.size]), tf.maximum(length, SMALLEST_LENGTH));
}
