// Parity of the arithmetic of training against fixture h_spot/spot.json: losses and their gradients, learning rates,
// Adam, normalisation, the perceptual loss, background colours. Single pixels are in hPixels.ts.

import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { BackendId } from '../../engine/backends/backend.js';
import { openBackend } from '../../engine/backends/openBackend.js';
import { withBackendLock } from '../../engine/backends/tensorflow/backendLock.js';
import { roundHalfEven } from '../../engine/postprocessing/rounding.js';
import type { Moments } from '../../engine/training/step/adam.js';
import { adamUpdate } from '../../engine/training/step/adam.js';
import { registerGradients } from '../../engine/training/model/gradients.js';
import type { GanMode } from '../../engine/training/plan/objective.js';
import { ganLoss, smoothL1 } from '../../engine/training/objective/losses.js';
import type { ParityCheck, ParityContext, ParitySuite } from './check.js';
import { largestDifference, within } from './check.js';
import { backgroundColourChecks } from './hBackgroundColours.js';
import { learningRateChecks } from './hLearningRates.js';
import { batchNormChecks, instanceNormChecks, perceptualChecks } from './hNetworks.js';
import { measured } from './measured.js';
import type { Nested, SpotBench, SpotChecks, SpotValues } from './spotValues.js';
import { numbers, readSpotValues, tensorOf } from './spotValues.js';

/** A few roundings of float32, relative to losses above 1. */
const LOSS_TOLERANCE = 1e-6;
/** Gradients of a mean over some dozens of elements are below 1. */
const GRADIENT_TOLERANCE = 1e-6;
/** One rounding per step; weights are below 4. */
const WEIGHT_TOLERANCE = 1e-6;
/** The reference's weight of the L1 terms (docs/reference.md 3.3). */
const LAMBDA_L1 = 100;

/** Parts of spot.json and their checks. */
const PARTS: Readonly<Record<string, SpotChecks | 'hPixels.ts' | 'not a result'>> = {
  versions: 'not a result',
  smooth_l1: smoothL1Checks,
  gan: ganChecks,
  lr: learningRateChecks,
  batchnorm: batchNormChecks,
  instancenorm: instanceNormChecks,
  adam: adamChecks,
  vgg: perceptualChecks,
  tensor2im: 'hPixels.ts',
  u8_roundtrip: 'hPixels.ts',
  rgb_to_L: 'hPixels.ts',
  is_empty: 'hPixels.ts',
  numba_round: roundingChecks,
  background_colors_train_dir: backgroundColourChecks,
};

export const hSpot: ParitySuite = async function* (root, context) {
  const spot = await readSpotValues(join(root, 'h_spot'));
  const unknown = Object.keys(spot).filter((part) => !(part in PARTS));
  yield within('h_spot · parts of spot.json that nothing checks', unknown.length, 0, unknown.join(', '));
  const id = arithmeticBackend(context);
  const backend = await openBackend(id);
  try {
    registerGradients();
    const bench: SpotBench = { root, compute: (work) => withBackendLock(id, () => numbersOf(work)) };
    for (const checks of Object.values(PARTS)) if (typeof checks !== 'string') yield* checks(spot, bench);
  } finally {
    await backend.dispose();
  }
};

/** Backend for gradients, which need TensorFlow.js: plain JavaScript replaces onnxruntime. */
function arithmeticBackend({ backend }: ParityContext): BackendId {
  return backend.startsWith('onnx') ? 'cpu' : backend;
}

async function numbersOf(work: () => readonly tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => [...work()]);
  try {
    return await Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
  } finally {
    tf.dispose(tensors);
  }
}

async function* smoothL1Checks(
  { smooth_l1: spot }: SpotValues,
  { compute }: SpotBench,
): AsyncGenerator<ParityCheck> {
  const loss = (x: tf.Tensor) => smoothL1(x, tensorOf(spot.target));
  yield* withGradient('h_spot · smooth L1', loss, spot.input, spot, compute);
  yield await measured('h_spot · smooth L1 · times lambda', LOSS_TOLERANCE, async () => {
    const [value] = await compute(() => [tf.mul(loss(tensorOf(spot.input)), LAMBDA_L1)]);
    return lossError(value!, spot.times_lambda_L1);
  });
  for (const [distance, expected] of Object.entries(spot.points))
    yield await measured(`h_spot · smooth L1 · at a distance of ${distance}`, LOSS_TOLERANCE, async () => {
      const [value] = await compute(() => [smoothL1(tf.scalar(Number(distance)), tf.scalar(0))]);
      return lossError(value!, expected);
    });
}

async function* ganChecks({ gan }: SpotValues, { compute }: SpotBench): AsyncGenerator<ParityCheck> {
  for (const [name, expected] of Object.entries(gan.cases)) {
    const [, mode, side, smoothing] = /^(\w+)_(real|fake)_smooth([\d.]+)$/.exec(name) ?? [];
    const loss = (scores: tf.Tensor) =>
      ganLoss(scores, side === 'real', { mode: mode as GanMode, labelSmoothing: Number(smoothing) });
    yield* withGradient(`h_spot · GAN loss · ${name}`, loss, gan.prediction, expected, compute);
  }
}

function lossError(actual: Float32Array, expected: number): number {
  return largestDifference(actual, [expected]) / Math.max(1, Math.abs(expected));
}

/** Compares a loss and its derivative by its first argument. */
async function* withGradient(
  name: string,
  loss: (x: tf.Tensor) => tf.Scalar,
  at: Nested,
  expected: { readonly loss: number; readonly grad: Nested },
  compute: SpotBench['compute'],
): AsyncGenerator<ParityCheck> {
  yield await measured(name, LOSS_TOLERANCE, async () => {
    const [value] = await compute(() => [loss(tensorOf(at))]);
    return lossError(value!, expected.loss);
  });
  yield await measured(`${name} · gradient`, GRADIENT_TOLERANCE, async () => {
    const [gradient] = await compute(() => [tf.grad(loss)(tensorOf(at))]);
    return largestDifference(gradient!, numbers(expected.grad));
  });
}

async function* adamChecks({ adam }: SpotValues, { compute }: SpotBench): AsyncGenerator<ParityCheck> {
  const [beta1, beta2] = adam.betas;
  const options = { learningRate: adam.lr, beta1, beta2, epsilon: adam.eps };
  for (const [i, { w }] of adam.steps.entries())
    yield await measured(`h_spot · Adam · after step ${i + 1}`, WEIGHT_TOLERANCE, async () => {
      const [weights] = await compute(() => {
        let parameter: tf.Tensor = tensorOf(adam.w0);
        let moments: Moments = { step: 0, first: tf.zerosLike(parameter), second: tf.zerosLike(parameter) };
        for (const { grad } of adam.steps.slice(0, i + 1))
          ({ parameter, moments } = adamUpdate(parameter, tensorOf(grad), moments, options));
        return [parameter];
      });
      return largestDifference(weights!, w);
    });
}

async function* roundingChecks({ numba_round: cases }: SpotValues): AsyncGenerator<ParityCheck> {
  yield await measured('h_spot · rounding half to even', 0, () => {
    const values = Object.keys(cases);
    return largestDifference(
      values.map((value) => roundHalfEven(Number(value))),
      values.map((value) => cases[value]!),
    );
  });
}
