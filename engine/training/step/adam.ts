// Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's arithmetic, for one parameter.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

export interface AdamOptions {
  /** α, which may change from step to step. */
  readonly learningRate: number;
  /** Decay of the first moment. The reference trains with 0.5. */
  readonly beta1: number;
  /** Decay of the second moment. */
  readonly beta2: number;
  /** ε, added to the root after its bias correction, as PyTorch does and the paper's "ε̂" form does not. */
  readonly epsilon: number;
}

/** Settings of all networks in the reference (docs/reference.md 3.5); no weight decay. */
export const REFERENCE_ADAM: AdamOptions = {
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-8,
};

/** Adam's memory of one parameter; both tensors have its shape. */
export interface Moments {
  /** t: number of gradients that this parameter has received. */
  readonly step: number;
  /** m: decayed mean of the gradients. */
  readonly first: Tensor;
  /** v: decayed mean of their squares. */
  readonly second: Tensor;
}

/** The numbers of a step as tensors: made once, not for each of hundreds of parameters. */
export interface AdamScalars {
  readonly keepFirst: Scalar;
  readonly takeFirst: Scalar;
  readonly keepSecond: Scalar;
  readonly takeSecond: Scalar;
  readonly rootCorrection: Scalar;
  readonly epsilon: Scalar;
  readonly stride: Scalar;
}

/** Scalars of the step number `step`, from 1 on. They belong to the caller. */
export function adamScalars(step: number, { learningRate, beta1, beta2, epsilon }: AdamOptions): AdamScalars {
  return {
    keepFirst: tf.scalar(beta1),
    takeFirst: tf.scalar(1 - beta1),
    keepSecond: tf.scalar(beta2),
    takeSecond: tf.scalar(1 - beta2),
    rootCorrection: tf.scalar(Math.sqrt(1 - beta2 ** step)),
    epsilon: tf.scalar(epsilon),
    stride: tf.scalar(learningRate / (1 - beta1 ** step)),
  };
}

/**
 * One step, as arithmetic: nothing is disposed or assigned, all results are new tensors.
 * @param shared scalars of this very step, where several parameters take it
 */
export function adamUpdate(
  parameter: Tensor,
  gradient: Tensor,
  { step: stepsBefore, first: m, second: v }: Moments,
  options: AdamOptions,
  shared?: AdamScalars,
): { readonly parameter: Tensor; readonly moments: Moments } {
  const step = stepsBefore + 1;
  const next = tf.tidy(() => {
    const scalars = shared ?? adamScalars(step, options);
    const first = tf.add(tf.mul(m, scalars.keepFirst), tf.mul(gradient, scalars.takeFirst));
    const second = tf.add(tf.mul(v, scalars.keepSecond), tf.mul(tf.square(gradient), scalars.takeSecond));
    const root = tf.add(tf.div(tf.sqrt(second), scalars.rootCorrection), scalars.epsilon);
    return { parameter: tf.sub(parameter, tf.mul(tf.div(first, root), scalars.stride)), first, second };
  });
  return {
    parameter: next.parameter,
    moments: { step, first: next.first, second: next.second },
  };
}
