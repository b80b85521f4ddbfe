// The forward pass of DeepLIIF in training (reference sheet 3.2): every modality is generated from the input, the
// segmentation's maps from the input and from the generated modalities, and the map is their weighted sum.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { forward, type ForwardMode } from '../networks/forward.js';
import { INPUT, type TrainedModel, type TrainedNetwork } from './trainedModel.js';

/** Registered images, (N, H, W, 3) each in [-1, 1]. Whoever made a batch frees it. */
export interface Batch {
  /** All input images on the channel axis. */
  readonly input: Tensor4D;
  /** The true modalities, in the order of the model's. */
  readonly targets: readonly Tensor4D[];
  /** The true segmentation; absent exactly where the model has none. */
  readonly segmentation?: Tensor4D;
}

/** What a model made of a batch. */
export interface GeneratedImages {
  readonly translations: readonly Tensor4D[];
  /** Of each segmentation generator, before they are added up. */
  readonly maps: readonly Tensor4D[];
  /** Their weighted sum. */
  readonly segmentation?: Tensor4D;
}

/** How to run one network of one step: training without a tape, or the same once more for the way back. */
export type ModeOf = (network: TrainedNetwork) => ForwardMode;

/** The images belong to the caller; free them with `disposeImages`. */
export function generate(model: TrainedModel, input: Tensor4D, modeOf: ModeOf): GeneratedImages {
  const translations = model.translations.map(({ generator }) => run(generator, input, modeOf(generator)));
  const maps = model.segmentations.map(({ generator, from }) =>
    run(generator, sourceOf(model, from, input, translations), modeOf(generator)),
  );
  if (maps.length === 0) return { translations, maps };
  return { translations, maps, segmentation: weightedSum(maps, segmentationWeights(model)) };
}

export function disposeImages({ translations, maps, segmentation }: GeneratedImages): void {
  tf.dispose([...translations, ...maps, ...(segmentation ? [segmentation] : [])]);
}

/** The result belongs to the caller. */
export function run({ network, variables }: TrainedNetwork, x: Tensor4D, mode: ForwardMode): Tensor4D {
  return forward(network, variables, x, mode);
}

/** What a segmentation generator reads, or its discriminator sees: the input or one of the modalities. */
export function sourceOf(
  model: TrainedModel,
  from: string,
  input: Tensor4D,
  modalities: readonly Tensor4D[],
): Tensor4D {
  if (from === INPUT) return input;
  return modalities[modalityIndex(model, from)]!;
}

/** Position among the modalities. */
export function modalityIndex(model: TrainedModel, modality: string): number {
  return model.translations.findIndex((pair) => pair.modality === modality);
}

export function segmentationWeights(model: TrainedModel): number[] {
  return model.segmentations.map(({ weight }) => weight);
}

/** Σ w_i x_i. Differentiable; belongs to the caller. */
export function weightedSum(images: readonly Tensor4D[], weights: readonly number[]): Tensor4D {
  return tf.tidy(() => tf.addN(images.map((image, i) => tf.mul<Tensor4D>(image, weights[i]!))));
}

/** Two images side by side on the channel axis, as discriminators see them. Differentiable; belongs to the caller. */
export function sideBySide(condition: Tensor4D, candidate: Tensor4D): Tensor4D {
  return tf.concat([condition, candidate], 3);
}
