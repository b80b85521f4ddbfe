// Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's arithmetic. The optimiser is a pair of functions over plain
// tensors; everything it remembers is in an AdamState, which a checkpoint can store and another process continue.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

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

/** What the reference gives all its networks (reference sheet 3.5); no weight decay. */
export const REFERENCE_ADAM: AdamOptions = {
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-8,
};

/** What Adam remembers of one parameter; both tensors have its shape. */
export interface Moments {
  /** t: how many gradients this parameter has received. */
  readonly step: number;
  /** m: decayed mean of the gradients. */
  readonly first: Tensor;
  /** v: decayed mean of their squares. */
  readonly second: Tensor;
}

/** By parameter name. */
export type AdamState = ReadonlyMap<string, Moments>;

/** The state before the first step: zeros. The caller owns it and frees it with `disposeAdam`. */
export function startAdam(parameters: ReadonlyMap<string, Tensor>): AdamState {
  return new Map(
    [...parameters].map(([name, parameter]) => [
      name,
      { step: 0, first: tf.zerosLike(parameter), second: tf.zerosLike(parameter) },
    ]),
  );
}

export interface AdamStep {
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly state: AdamState;
}

/**
 * One step down the gradient for every parameter that has one; the others stay as they are, uncounted.
 *
 * Takes over `parameters` and `state`: their replaced tensors are disposed one by one, so that a step needs the
 * memory of one more parameter, not of one more network. The gradients stay the caller's. A gradient without a
 * parameter, or of another shape, is a RangeError: a defect of the caller, found before anything is changed.
 */
export function adamStep(
  parameters: ReadonlyMap<string, Tensor>,
  gradients: ReadonlyMap<string, Tensor>,
  state: AdamState,
  options: AdamOptions,
): AdamStep {
  assertMatching(parameters, gradients, state);
  const nextParameters = new Map(parameters);
  const nextState = new Map(state);
  for (const [name, gradient] of gradients) {
    const parameter = parameters.get(name)!;
    const moments = state.get(name)!;
    const next = adamUpdate(parameter, gradient, moments, options);
    tf.dispose([parameter, moments.first, moments.second]);
    nextParameters.set(name, next.parameter);
    nextState.set(name, next.moments);
  }
  return { parameters: nextParameters, state: nextState };
}

/** The same for a single parameter. Disposes nothing; parameter and moments returned are new tensors. */
export function adamUpdate(
  parameter: Tensor,
  gradient: Tensor,
  moments: Moments,
  { learningRate, beta1, beta2, epsilon }: AdamOptions,
): { readonly parameter: Tensor; readonly moments: Moments } {
  const step = moments.step + 1;
  const updated = tf.tidy(() => {
    const first = tf.add(tf.mul(moments.first, beta1), tf.mul(gradient, 1 - beta1));
    const second = tf.add(tf.mul(moments.second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const root = tf.add(tf.div(tf.sqrt(second), Math.sqrt(1 - beta2 ** step)), epsilon);
    const stride = learningRate / (1 - beta1 ** step);
    return { parameter: tf.sub(parameter, tf.mul(tf.div(first, root), stride)), first, second };
  });
  return {
    parameter: updated.parameter,
    moments: { step, first: updated.first, second: updated.second },
  };
}

export function disposeAdam(state: AdamState): void {
  for (const { first, second } of state.values()) tf.dispose([first, second]);
}

function assertMatching(
  parameters: ReadonlyMap<string, Tensor>,
  gradients: ReadonlyMap<string, Tensor>,
  state: AdamState,
): void {
  for (const [name, gradient] of gradients) {
    const parameter = parameters.get(name);
    const moments = state.get(name);
    if (!parameter || !moments)
      throw new RangeError(`Adam knows no parameter "${name}" to go with its gradient.`);
    const shape = parameter.shape.join('×');
    for (const [what, tensor] of [
      ['gradient', gradient],
      ['first moment', moments.first],
      ['second moment', moments.second],
    ] as const)
      if (tensor.shape.join('×') !== shape)
        throw new RangeError(
          `The ${what} of "${name}" is ${tensor.shape.join('×')}, its parameter ${shape}.`,
        );
  }
}
