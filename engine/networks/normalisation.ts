// Batch and instance normalisation: (x − mean) / √(variance + ε), then the affine weights of batch norm. They differ
// only in whose mean and variance it is (Ioffe & Szegedy 2015; Ulyanov et al. 2016).

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { NORM_EPSILON, NORM_MOMENTUM } from './layers.js';

export interface Statistics {
  /** Broadcast against (N, H, W, C). */
  readonly mean: Tensor;
  /** Biased, as the normalisation uses it. */
  readonly variance: Tensor;
}

/** Of every image and channel by itself, (N, 1, 1, C): instance norm, and the reference's batch norm at inference. */
export function imageStatistics(x: Tensor4D): Statistics {
  return statistics(x, imageMeans);
}

/** Of every channel over the whole batch, (1, 1, 1, C): batch norm in training. */
export function batchStatistics(x: Tensor4D): Statistics {
  return statistics(x, (values) => tf.mean(imageMeans(values), 0, true));
}

/** Both tensors belong to the caller. */
function statistics(x: Tensor4D, meansOf: (values: Tensor4D) => Tensor): Statistics {
  const mean = tf.tidy(() => meansOf(x));
  return { mean, variance: tf.tidy(() => meansOf(tf.squaredDifference(x, mean))) };
}

/**
 * Means over rows and columns, (N, 1, 1, C): first along each row, then over the rows. WASM's own mean adds up all
 * pixels in float32, which at 512 × 512 px costs the fourth digit of a whole network's output; and a product with a
 * constant row is faster there than a sum over axes that are not the last.
 */
function imageMeans(x: Tensor4D): Tensor {
  const [n, h, w, c] = x.shape;
  const rowMeans = tf.matMul(tf.fill([n * h, 1, w], 1 / w), tf.reshape(x, [n * h, w, c]));
  const means = tf.matMul(tf.fill([n, 1, h], 1 / h), tf.reshape(rowMeans, [n, h, c]));
  return tf.reshape(means, [n, 1, 1, c]);
}

/** `scale` and `offset` are batch norm's affine weights (C). Belongs to the caller. */
export function normalise(
  x: Tensor4D,
  { mean, variance }: Statistics,
  affine?: { readonly scale: Tensor; readonly offset: Tensor },
): Tensor4D {
  return tf.tidy(() => {
    // One multiplication and one addition for each pixel; the rest happens once for each channel.
    const inverseDeviation = tf.rsqrt(tf.add(variance, NORM_EPSILON));
    const scale = affine ? tf.mul(inverseDeviation, affine.scale) : inverseDeviation;
    const shift = tf.neg(tf.mul(mean, scale));
    return tf.add<Tensor4D>(tf.mul(x, scale), affine ? tf.add(shift, affine.offset) : shift);
  });
}

/**
 * Moves running statistics a tenth of the way to the batch's, the variance as its unbiased estimate (PyTorch's
 * BatchNorm2d). `values` is N · H · W, how many numbers each channel's statistics came from; at least 2.
 */
export function updateRunningStatistics(
  running: { readonly mean: tf.Variable; readonly variance: tf.Variable },
  batch: Statistics,
  values: number,
): void {
  if (values < 2)
    throw new RangeError(
      'Batch norm cannot be trained on one value per channel: use larger images or batches.',
    );
  tf.tidy(() => {
    move(running.mean, batch.mean);
    move(running.variance, tf.mul(batch.variance, values / (values - 1)));
  });
}

function move(running: tf.Variable, towards: Tensor): void {
  const target = tf.reshape(towards, running.shape);
  running.assign(tf.add<Tensor1D>(tf.mul(running, 1 - NORM_MOMENTUM), tf.mul(target, NORM_MOMENTUM)));
}
