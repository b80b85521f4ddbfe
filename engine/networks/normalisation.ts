// Batch and instance normalisation: (x − mean) / √(variance + ε), then the affine weights of batch norm. They differ
// only in the pixels that mean and variance come from (Ioffe & Szegedy 2015; Ulyanov et al. 2016).

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { BATCH_NORM, BATCH_NORM_GRADIENT, hasKernel, runKernel } from './extraKernels.js';
import { NORM_EPSILON, NORM_MOMENTUM } from './layers.js';

export interface Statistics {
  /** Broadcast against (N, H, W, C). */
  readonly mean: Tensor;
  /** Biased (divided by the number of values), as the normalisation uses it. */
  readonly variance: Tensor;
}

/**
 * Pixels that statistics come from. `image`: instance norm, and the reference's batch norm at inference. `batch`: batch
 * norm in training.
 */
export type StatisticsScope = 'image' | 'batch';

/**
 * Mean and variance of every channel, of each image by itself (N, 1, 1, C) or over the whole batch (1, 1, 1, C). A second
 * pass over x − mean corrects what rounding took from the mean: without it one to two digits are missing where the mean
 * is large against the deviation. They belong to the caller.
 */
export function ownStatistics(x: Tensor4D, scope: StatisticsScope): Statistics {
  const meansOf = MEANS[scope];
  return tf.tidy(() => {
    const nearly = meansOf(x);
    const fromMean = tf.sub<Tensor4D>(x, nearly);
    const rest = meansOf(fromMean);
    const variance = tf.sub(meansOf(tf.square(fromMean)), tf.square(rest));
    return { mean: tf.add(nearly, rest), variance };
  });
}

const MEANS: Readonly<Record<StatisticsScope, (values: Tensor4D) => Tensor>> = {
  image: imageMeans,
  batch: (values) => tf.mean(imageMeans(values), 0, true),
};

/**
 * Sums over all images and pixels, (1, 1, 1, C), as exact as float32 allows on every backend: see `imageMeans`. The
 * result belongs to the caller.
 */
export function channelSums(x: Tensor4D): Tensor {
  const [n, h, w] = x.shape;
  return tf.tidy(() => tf.mul(MEANS.batch(x), n * h * w));
}

/**
 * Means over rows and columns, (N, 1, 1, C): first along each row, then over the rows. WASM's own mean adds up all
 * pixels in float32, which at 512 × 512 px changes the fourth digit of a whole network's output. A product with a
 * constant row is also faster there than a sum over axes that are not the last.
 */
function imageMeans(x: Tensor4D): Tensor {
  const [n, h, w, c] = x.shape;
  const rowMeans = tf.matMul(tf.fill([n * h, 1, w], 1 / w), tf.reshape(x, [n * h, w, c]));
  const means = tf.matMul(tf.fill([n, 1, h], 1 / h), tf.reshape(rowMeans, [n, h, c]));
  return tf.reshape(means, [n, 1, 1, c]);
}

/** Normalises. `scale` and `offset` are batch norm's affine weights (C). The result belongs to the caller. */
export function normalise(x: Tensor4D, { mean, variance }: Statistics, affine?: Affine): Tensor4D {
  return tf.tidy(() => {
    // One multiplication and one addition for each pixel; everything else is done once for each channel.
    const inverseDeviation = tf.rsqrt(tf.add(variance, NORM_EPSILON));
    const scale = affine ? tf.mul(inverseDeviation, affine.scale) : inverseDeviation;
    const shift = tf.neg(tf.mul(mean, scale));
    return tf.add<Tensor4D>(tf.mul(x, scale), affine ? tf.add(shift, affine.offset) : shift);
  });
}

export interface Affine {
  readonly scale: Tensor;
  readonly offset: Tensor;
}

/** Running mean and unbiased variance, (C), which training updates. */
export interface RunningStatistics {
  readonly mean: tf.Variable;
  readonly variance: tf.Variable;
}

/**
 * (x − mean) / √(variance + ε) with the statistics of x itself, and its derivative. The derivative that automatic
 * differentiation finds multiplies sums over pixels that nearly cancel. Written out, it is exact in float32 and keeps
 * only x: dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂)) (Ioffe & Szegedy 2015, section 3).
 *
 * @param running statistics of batch norm, which are moved towards the batch's
 */
export function normaliseByOwn(
  x: Tensor4D,
  scope: StatisticsScope,
  affine?: Affine,
  running?: RunningStatistics,
): Tensor4D {
  if (scope === 'batch' && affine && hasKernel(BATCH_NORM)) return fusedBatchNorm(x, affine, running);
  const normalised = tf.customGrad((...args) => {
    const [image, scale, offset] = args as unknown as [Tensor4D, Tensor?, Tensor?]; // the saving function is last
    const save = args.at(-1) as unknown as tf.GradSaveFunc;
    const own = ownStatistics(image, scope);
    if (running) updateRunningStatistics(running, own, valuesPerChannel(image));
    const inverseDeviation = tf.rsqrt(tf.add(own.variance, NORM_EPSILON));
    save([image, own.mean, inverseDeviation, ...(affine ? [scale!] : [])]);
    return {
      value: normalise(image, own, affine && { scale: scale!, offset: offset! }),
      gradFunc: (dy: Tensor4D, saved: Tensor[]) => inputGradients(dy, saved, MEANS[scope]),
    };
  });
  return normalised(...(affine ? [x, affine.scale, affine.offset] : [x]));
}

/** The same as `normaliseByOwn` by two kernels of the backend. */
function fusedBatchNorm(x: Tensor4D, affine: Affine, running: RunningStatistics | undefined): Tensor4D {
  if (running) requireSeveralValues(valuesPerChannel(x));
  const normalised = tf.customGrad((...args) => {
    const [image, scale, offset] = args as unknown as [Tensor4D, Tensor, Tensor];
    const save = args.at(-1) as unknown as tf.GradSaveFunc;
    const inputs = {
      x: image,
      scale,
      offset,
      runningMean: running?.mean,
      runningVariance: running?.variance,
    };
    const attributes = { epsilon: NORM_EPSILON, momentum: NORM_MOMENTUM };
    const [y, mean, variance, ...forGradient] = runKernel<Tensor[]>(BATCH_NORM, inputs, attributes);
    running?.mean.assign(mean!);
    running?.variance.assign(variance!);
    save([image, scale, ...forGradient]);
    return {
      value: y as Tensor4D,
      gradFunc: (dy: Tensor4D, [seen, by, saved0, saved1, saved2]: Tensor[]) =>
        runKernel<Tensor[]>(
          BATCH_NORM_GRADIENT,
          { dy, x: seen, scale: by, saved0, saved1, saved2 },
          { epsilon: NORM_EPSILON },
        ),
    };
  });
  return normalised(x, affine.scale, affine.offset);
}

/** N · H · W: the number of values behind each channel's statistics. */
function valuesPerChannel(x: Tensor4D): number {
  return x.size / x.shape[3];
}

function inputGradients(
  dy: Tensor4D,
  [x, mean, inverseDeviation, scale]: Tensor[],
  meansOf: (values: Tensor4D) => Tensor,
): Tensor[] {
  const xHat = tf.mul<Tensor4D>(tf.sub(x!, mean!), inverseDeviation!);
  const product = tf.mul<Tensor4D>(dy, xHat);
  const centred = tf.sub(tf.sub(dy, meansOf(dy)), tf.mul(xHat, meansOf(product)));
  const factor = scale ? tf.mul(inverseDeviation!, scale) : inverseDeviation!;
  const dx = tf.mul(centred, factor);
  if (!scale) return [dx];
  return [dx, tf.reshape(channelSums(product), scale.shape), tf.reshape(channelSums(dy), scale.shape)];
}

/**
 * Moves running statistics a tenth of the way to the batch's, the variance as its unbiased estimate (PyTorch's
 * BatchNorm2d). `values` is N · H · W; at least 2.
 */
export function updateRunningStatistics(running: RunningStatistics, batch: Statistics, values: number): void {
  requireSeveralValues(values);
  tf.tidy(() => {
    move(running.mean, batch.mean);
    move(running.variance, tf.mul(batch.variance, values / (values - 1)));
  });
}

function requireSeveralValues(values: number): void {
  if (values < 2)
    throw new RangeError(
      'Batch norm cannot be trained on one value per channel: use larger images or batches.',
    );
}

function move(running: tf.Variable, towards: Tensor): void {
  const target = tf.reshape(towards, running.shape);
  running.assign(tf.add<Tensor1D>(tf.mul(running, 1 - NORM_MOMENTUM), tf.mul(target, NORM_MOMENTUM)));
}
