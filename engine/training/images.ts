// Images of a step by their names, and how they are made: forward, network by network without a tape, and backward from
// the derivatives by images to those by parameters. What is kept for the way back is one network's intermediate results
// and never all of them, which for the nine full-size generators of DeepLIIF would be more than 15 GB. The price is that
// each generator runs forward twice.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ForwardMode } from '../networks/forward.js';
import { backpropagate } from './backpropagate.js';
import { added, addGradients, type Gradients } from './gradientSums.js';
import type { Making } from './modelPlan.js';
import { networkOf, run, type TrainedModel } from './trainedModel.js';

/** (N, H, W, C) in [-1, 1]; names as in modelPlan.ts. Whoever made them frees them. */
export type Images = ReadonlyMap<string, Tensor4D>;

/** How to run a network for an image. */
export type ModeOf = (image: string) => ForwardMode;

export function imageOf(images: Images, name: string): Tensor4D {
  const image = images.get(name);
  if (!image) throw new RangeError(`There is no image "${name}" among ${[...images.keys()].join(', ')}.`);
  return image;
}

export function disposeImages(images: Images): void {
  tf.dispose([...images.values()]);
}

/** Images side by side on the channel axis, as networks read them. Differentiable; belongs to the caller. */
export function sideBySide(images: readonly Tensor4D[]): Tensor4D {
  return tf.concat([...images], 3);
}

/** Σ w_i x_i. Differentiable; belongs to the caller. */
export function weightedSum(images: readonly Tensor4D[], weights: readonly number[]): Tensor4D {
  return tf.tidy(() => tf.addN(images.map((image, i) => tf.mul<Tensor4D>(image, weights[i]!))));
}

/** All images of a model; they belong to the caller. @param given input and truth */
export function makeImages(
  model: TrainedModel,
  makings: readonly Making[],
  given: Images,
  modeOf: ModeOf,
): Images {
  const made = new Map<string, Tensor4D>();
  const read = (name: string) => made.get(name) ?? imageOf(given, name);
  for (const making of makings)
    made.set(
      making.image,
      'sum' in making
        ? weightedSum(
            making.sum.map(({ image }) => read(image)),
            making.sum.map(({ weight }) => weight),
          )
        : tf.tidy(() =>
            run(networkOf(model, making.network), sideBySide(making.from.map(read)), modeOf(making.image)),
          ),
    );
  return made;
}

/**
 * From derivatives of a loss by images to those by the parameters that make them.
 * @param byImage is taken over and empty in the end
 * @returns gradients that belong to the caller
 */
export function gradientsByParameter(
  model: TrainedModel,
  makings: readonly Making[],
  { given, made }: { readonly given: Images; readonly made: Images },
  byImage: Map<string, Tensor4D>,
  modeOf: ModeOf,
): Gradients {
  const gradients: Gradients = new Map();
  const read = (name: string) => made.get(name) ?? imageOf(given, name);
  const pass = (name: string, derivative: Tensor4D) => {
    const before = byImage.get(name);
    byImage.set(name, before ? added(before, derivative) : derivative);
  };
  for (const making of makings.toReversed()) {
    const derivative = byImage.get(making.image);
    if (!derivative) continue;
    byImage.delete(making.image);
    if ('sum' in making) for (const { image, weight } of making.sum) pass(image, tf.mul(derivative, weight));
    else {
      const network = networkOf(model, making.network);
      const sources = [...new Set(making.from)].filter((name) => made.has(name));
      if (network.trained.size + sources.length > 0) {
        const { value, byVariable, byInput } = backpropagate(
          () => run(network, sideBySide(making.from.map(read)), modeOf(making.image)),
          network.trained,
          sources.map(read),
          derivative,
        );
        value.dispose();
        addGradients(gradients, byVariable);
        sources.forEach((name, i) => pass(name, byInput[i] as Tensor4D));
      }
    }
    derivative.dispose();
  }
  return gradients;
}
