// Images of a step by their names, and how they are made: forward, network by network, and backward from the derivatives
// by images to those by parameters. Recordings of all networks would take more than 15 GB for the nine full-size
// generators of DeepLIIF; a network that finds no room runs forward once more when its derivatives are needed.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ForwardMode } from '../../networks/forward.js';
import { forget, goBack, record, type Recording } from './backpropagate.js';
import { added, addGradients, type Gradients } from './gradientSums.js';
import type { Making } from '../plan/modelPlan.js';
import { networkOf, run, type TrainedModel, type TrainedNetwork } from './trainedModel.js';

/** Images (N, H, W, C) in [-1, 1] by the names of modelPlan.ts. Their maker frees them. */
export type Images = ReadonlyMap<string, Tensor4D>;

type NetworkMaking = Extract<Making, { readonly network: string }>;

/** The mode in which a network runs for an image. */
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

/** Recordings of how images were made, by image. */
export type Recordings = Map<string, Recording<Tensor4D>>;

/** Memory that is left for recordings. */
export interface Room {
  bytes: number;
}

/** Place for recordings while there is room for them. */
export interface Recorder {
  readonly recordings: Recordings;
  readonly room: Room;
}

/** Makes all images of a model; they belong to the caller. @param given input and truth */
export function makeImages(
  model: TrainedModel,
  makings: readonly Making[],
  given: Images,
  modeOf: ModeOf,
  recorder?: Recorder,
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
        : recorded(making.image, recorder, () =>
            run(networkOf(model, making.network), sideBySide(making.from.map(read)), modeOf(making.image)),
          ),
    );
  return made;
}

function recorded(image: string, recorder: Recorder | undefined, compute: () => Tensor4D): Tensor4D {
  if (!recorder || recorder.room.bytes <= 0) return tf.tidy(compute);
  const recording = record(compute);
  const { recordings, room } = recorder;
  if (recording.bytes > room.bytes) forget(recording);
  else recordings.set(image, recording);
  room.bytes -= recording.bytes;
  return recording.value;
}

export function forgetAll(recordings: Recordings): void {
  for (const recording of recordings.values()) forget(recording);
  recordings.clear();
}

/**
 * Turns derivatives of a loss by images into those by the parameters of the networks that make them.
 * @param recordings are used up
 * @param byImage is taken over and empty in the end
 * @param modeOf for networks that have to run once more
 * @returns gradients that belong to the caller
 */
export function gradientsByParameter(
  model: TrainedModel,
  makings: readonly Making[],
  {
    given,
    made,
    recordings,
  }: { readonly given: Images; readonly made: Images; readonly recordings: Recordings },
  byImage: Map<string, Tensor4D>,
  modeOf: ModeOf,
): Gradients {
  const gradients: Gradients = new Map();
  const read = (name: string) => made.get(name) ?? imageOf(given, name);
  const pass = (name: string, derivative: Tensor4D) => {
    const before = byImage.get(name);
    byImage.set(name, before ? added(before, derivative) : derivative);
  };
  const again = (making: NetworkMaking, network: TrainedNetwork) =>
    record(() => run(network, sideBySide(making.from.map(read)), modeOf(making.image)));
  for (const making of makings.toReversed()) {
    const derivative = byImage.get(making.image);
    if (!derivative) continue;
    byImage.delete(making.image);
    if ('sum' in making) for (const { image, weight } of making.sum) pass(image, tf.mul(derivative, weight));
    else {
      const network = networkOf(model, making.network);
      const sources = [...new Set(making.from)].filter((name) => made.has(name));
      if (network.trained.size + sources.length > 0) {
        const recording = recordings.get(making.image) ?? again(making, network);
        recordings.delete(making.image);
        const { value, byVariable, byInput } = goBack(
          recording,
          network.trained,
          sources.map(read),
          derivative,
        );
        if (value !== made.get(making.image)) value.dispose();
        addGradients(gradients, byVariable);
        sources.forEach((name, i) => pass(name, byInput[i] as Tensor4D));
      }
    }
    derivative.dispose();
  }
  return gradients;
}
