// Parity of the parts of networks that training needs: normalisation layers, run through the interpreter as networks of
// one layer, and the perceptual loss on a VGG19 of a sixteenth of its width.

import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import type { ForwardMode, NetworkVariables } from '../../engine/networks/forward.js';
import { forward, prepareVariables, prepareWeights } from '../../engine/networks/forward.js';
import type { Network } from '../../engine/networks/layers.js';
import { NORM_EPSILON, NORM_MOMENTUM } from '../../engine/networks/layers.js';
import { disposeVgg19, loadVgg19, vggFeatures, type Vgg19 } from '../../engine/networks/vgg.js';
import type { Weights } from '../../engine/tensors/weights.js';
import {
  PERCEPTUAL_WEIGHTS,
  perceptualLoss,
  perceptualTarget,
  perceptualTerms,
} from '../../engine/training/objective/perceptualLoss.js';
import type { ParityCheck } from './check.js';
import { largestDifference } from './check.js';
import { measured } from './measured.js';
import type { Nested, SpotBench, SpotValues } from './spotValues.js';
import { numbers, readBinaryTensor, tensorOf } from './spotValues.js';

/** Six roundings of float32 on normalised values below 8. */
const NORM_TOLERANCE = 1e-5;
/** Tolerances after thirteen convolutions: the loss is about 1, its derivative by a pixel about 0.01. */
const PERCEPTUAL_TOLERANCE = 1e-5;
const PERCEPTUAL_GRADIENT_TOLERANCE = 1e-5;

const toNhwc = (x: tf.Tensor) => tf.transpose(x, [0, 2, 3, 1]) as tf.Tensor4D;
const toNchw = (x: tf.Tensor) => tf.transpose(x, [0, 3, 1, 2]);

function normNetwork(norm: 'batch' | 'instance', channels: number): Network {
  return {
    title: `${norm} normalisation`,
    inChannels: channels,
    outChannels: channels,
    sizeMultiplePx: 1,
    root: { kind: 'sequence', layers: [{ kind: 'norm', norm, channels }] },
  };
}

export async function* batchNormChecks(
  { batchnorm: spot }: SpotValues,
  { compute }: SpotBench,
): AsyncGenerator<ParityCheck> {
  yield await measured('h_spot · batch norm · ε and momentum', 0, () =>
    largestDifference([NORM_EPSILON, NORM_MOMENTUM], [spot.eps, spot.momentum]),
  );
  const channels = spot.weight.length;
  const network = normNetwork('batch', channels);
  const row = (values: readonly number[]) => ({ shape: [channels], data: Float32Array.from(values) });
  const weights: Weights = new Map([
    ['0.weight', row(spot.weight)],
    ['0.bias', row(spot.bias)],
    ['0.running_mean', row(Array<number>(channels).fill(0))],
    ['0.running_var', row(Array<number>(channels).fill(1))],
  ]);
  const run = (variables: NetworkVariables, x: Nested, mode: ForwardMode) =>
    toNchw(forward(network, variables, toNhwc(tensorOf(x)), mode));
  /** State after the first `steps` training steps. */
  const afterwards = (steps: number, look: (variables: NetworkVariables) => tf.Tensor[]) =>
    compute(() => {
      const variables = prepareVariables(network, weights);
      for (const { x } of spot.steps.slice(0, steps)) run(variables, x, { dropoutSeed: 'off' });
      const seen = look(variables).map((tensor) => tensor.clone());
      tf.dispose(variables);
      return seen;
    });

  for (const [i, { x, y, running_mean: mean, running_var: variance }] of spot.steps.entries()) {
    yield await measured(`h_spot · batch norm · training step ${i + 1}`, NORM_TOLERANCE, async () => {
      const [output] = await afterwards(i, (variables) => [run(variables, x, { dropoutSeed: 'off' })]);
      return largestDifference(output!, numbers(y));
    });
    yield await measured(
      `h_spot · batch norm · running statistics after step ${i + 1}`,
      NORM_TOLERANCE,
      async () => {
        const [m, v] = await afterwards(i + 1, (variables) => [variables['0.running_mean']!, variables['0.running_var']!]); // prettier-ignore
        return Math.max(largestDifference(m!, mean), largestDifference(v!, variance));
      },
    );
  }
  const { x, y_running_stats: running, y_after_disable_batchnorm_tracking_stats: own } = spot.then_eval;
  yield await measured('h_spot · batch norm · with running statistics', NORM_TOLERANCE, async () => {
    const [output] = await afterwards(spot.steps.length, (variables) => [run(variables, x, 'running')]);
    return largestDifference(output!, numbers(running));
  });
  yield await measured('h_spot · batch norm · with the statistics of the call', NORM_TOLERANCE, async () => {
    const [output] = await afterwards(spot.steps.length, (variables) => [run(variables, x, 'batch')]);
    return largestDifference(output!, numbers(own));
  });
}

export async function* instanceNormChecks(
  { instancenorm: spot }: SpotValues,
  { compute }: SpotBench,
): AsyncGenerator<ParityCheck> {
  yield await measured('h_spot · instance norm', NORM_TOLERANCE, async () => {
    const [output] = await compute(() => {
      const x = toNhwc(tensorOf(spot.x));
      const network = normNetwork('instance', x.shape[3]);
      return [toNchw(forward(network, prepareWeights(network, new Map()), x, 'tile'))];
    });
    return largestDifference(output!, numbers(spot.y));
  });
}

export async function* perceptualChecks(
  { vgg: spot }: SpotValues,
  { root, compute }: SpotBench,
): AsyncGenerator<ParityCheck> {
  const folder = join(root, 'h_spot');
  /** Reads the files that the fixture lists, runs `work` on them and returns the numbers. */
  const compare = async (work: (vgg: Vgg19, x: tf.Tensor4D, y: tf.Tensor4D) => readonly tf.Tensor[]) => {
    const { weights } = await readCheckpoint(join(folder, spot.weights.split(' ')[0]!));
    const [x, y] = [await readBinaryTensor(folder, spot.x), await readBinaryTensor(folder, spot.y)];
    return compute(() => {
      const vgg = loadVgg19(weights);
      const result = work(
        vgg,
        toNhwc(tf.tensor4d(x, [...spot.x.shape])),
        toNhwc(tf.tensor4d(y, [...spot.y.shape])),
      );
      disposeVgg19(vgg);
      return result;
    });
  };
  const loss = (vgg: Vgg19, x: tf.Tensor4D, y: tf.Tensor4D) =>
    perceptualLoss(vgg, x, perceptualTarget(vgg, y));

  yield await measured('h_spot · perceptual loss · weights of the terms', 0, () =>
    largestDifference(PERCEPTUAL_WEIGHTS, spot.weights_of_terms),
  );
  yield await measured('h_spot · perceptual loss · shapes of the maps', 0, async () => {
    const shapes = await compare((vgg, x) =>
      vggFeatures(vgg, x).map((map) => tf.tensor1d(toNchw(map).shape)),
    );
    return largestDifference(
      shapes.flatMap((shape) => [...shape]),
      spot.feature_shapes.flat(),
    );
  });
  yield await measured('h_spot · perceptual loss · terms', PERCEPTUAL_TOLERANCE, async () => {
    const terms = await compare((vgg, x, y) => perceptualTerms(vgg, x, perceptualTarget(vgg, y)));
    return largestDifference(
      terms.map(([term]) => term!),
      spot.term_l1,
    );
  });
  yield await measured('h_spot · perceptual loss', PERCEPTUAL_TOLERANCE, async () => {
    const [value] = await compare((vgg, x, y) => [loss(vgg, x, y)]);
    return largestDifference(value!, [spot.loss]);
  });
  yield await measured('h_spot · perceptual loss · gradient', PERCEPTUAL_GRADIENT_TOLERANCE, async () => {
    const [gradient] = await compare((vgg, x, y) => [
      toNchw(tf.grad((image) => loss(vgg, image as tf.Tensor4D, y))(x)),
    ]);
    return largestDifference(gradient!, await readBinaryTensor(folder, spot.grad));
  });
}
