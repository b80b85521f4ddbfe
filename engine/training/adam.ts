// Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's arithmetic. The optimiser is a few functions; everything it
// remembers is in an AdamState of plain tensors, which a checkpoint can store and another process continue.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

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

/**
 * One step down the gradient, in place, for every variable that has one; the others stay as they are, uncounted.
 * Names are the caller's: several networks share a state as "G1/model.1.weight", "G2/model.1.weight".
 *
 * Takes over `state` and returns its successor. Variable by variable the old tensors go when the new ones come, so
 * that a step needs the memory of one more parameter, not of one more network. The gradients stay the caller's.
 * A gradient without a variable, or of another shape, is a RangeError (a defect of the caller) and changes nothing.
 */
export function adamStep(
  variables: ReadonlyMap<string, Variable>,
  gradients: ReadonlyMap<string, Tensor>,
  state: AdamState,
  options: AdamOptions,
): AdamState {
  assertMatching(variables, gradients, state);
  const next = new Map(state);
  for (const [name, gradient] of gradients) {
    const variable = variables.get(name)!;
    const moments = state.get(name)!;
    const updated = adamUpdate(variable, gradient, moments, options);
    variable.assign(updated.parameter);
    tf.dispose([updated.parameter, moments.first, moments.second]);
    next.set(name, updated.moments);
  }
  return next;
}

/** The same for a single parameter, as arithmetic: nothing is disposed or assigned, all results are new tensors. */
export function adamUpdate(
  parameter: Tensor,
  gradient: Tensor,
  { step: stepsBefore, first: m, second: v }: Moments,
  { learningRate, beta1, beta2, epsilon }: AdamOptions,
): { readonly parameter: Tensor; readonly moments: Moments } {
  const step = stepsBefore + 1;
  const next = tf.tidy(() => {
    const first = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
    const second = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const root = tf.add(tf.div(tf.sqrt(second), Math.sqrt(1 - beta2 ** step)), epsilon);
    const stride = learningRate / (1 - beta1 ** step);
    return { parameter: tf.sub(parameter, tf.mul(tf.div(first, root), stride)), first, second };
  });
  return { parameter: next.parameter, moments: { step, first: next.first, second: next.second } };
}

export function disposeAdam(state: AdamState): void {
  for (const { first, second } of state.values()) tf.dispose([first, second]);
}

function assertMatching(
  variables: ReadonlyMap<string, Variable>,
  gradients: ReadonlyMap<string, Tensor>,
  state: AdamState,
): void {
  const written = ({ shape }: Tensor) => (shape.length === 0 ? 'a single number' : shape.join('×'));
  for (const [name, gradient] of gradients) {
    const variable = variables.get(name);
    const moments = state.get(name);
    if (!variable || !moments)
      throw new RangeError(`Adam knows no variable "${name}" to go with its gradient.`);
    for (const [what, tensor] of Object.entries({ gradient, m: moments.first, v: moments.second }))
      if (written(tensor) !== written(variable))
        throw new RangeError(`"${name}" is ${written(variable)}, but its ${what} is ${written(tensor)}.`);
  }
}
