// How gradients move parameters: Adam, AdamW, plain gradient descent and RMSprop, with PyTorch's arithmetic. An
// optimiser is a few functions; everything it remembers is plain tensors by parameter, which a checkpoint stores and
// another process continues.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { adamScalars, adamUpdate, REFERENCE_ADAM, type AdamOptions, type AdamScalars } from './adam.js';

/** The reference's words for `--optimizer`; it passes `beta1` to those that have one and the rate alone to others. */
export const OPTIMISERS = ['adam', 'adamw', 'sgd', 'rmsprop'] as const;
export type OptimiserKind = (typeof OPTIMISERS)[number];

export interface OptimiserSettings {
  readonly kind: OptimiserKind;
  /** Of Adam and AdamW. */
  readonly beta1: number;
}

/** What an optimiser remembers of one parameter; all tensors have its shape. */
export interface Memory {
  /** How many gradients this parameter has received. */
  readonly step: number;
  /** By the names of `MEMORIES`. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** By parameter name. */
export type OptimiserState = ReadonlyMap<string, Memory>;

/** Decayed means of gradients (`first`) and of their squares (`second`). */
const MEMORIES: Readonly<Record<OptimiserKind, readonly string[]>> = {
  adam: ['first', 'second'],
  adamw: ['first', 'second'],
  sgd: [],
  rmsprop: ['second'],
};

/** PyTorch's defaults: `weight_decay` of AdamW, `alpha` and `eps` of RMSprop. */
const ADAMW_DECAY = 0.01;
const RMSPROP_DECAY = 0.99;
const RMSPROP_EPSILON = 1e-8;

/** The state before the first step: zeros. The caller owns it and frees it with `disposeOptimiser`. */
export function startOptimiser(kind: OptimiserKind, parameters: ReadonlyMap<string, Tensor>): OptimiserState {
  const zeros = (parameter: Tensor) =>
    Object.fromEntries(MEMORIES[kind].map((name) => [name, tf.zerosLike(parameter)]));
  return new Map([...parameters].map(([name, parameter]) => [name, { step: 0, tensors: zeros(parameter) }]));
}

export function disposeOptimiser(state: OptimiserState): void {
  for (const { tensors } of state.values()) tf.dispose(Object.values(tensors));
}

/**
 * One step down the gradient, in place, for every variable that has one; the others stay as they are, uncounted.
 * Names are the caller's: several networks share a state as "dapi/model.1.weight", "lap2/model.1.weight".
 *
 * Takes over `state` and returns its successor. Variable by variable the old tensors go when the new ones come, so
 * that a step needs the memory of one more parameter, not of one more network. The gradients stay the caller's.
 * A gradient without a variable, or of another shape, is a RangeError (a defect of the caller) and changes nothing.
 */
export function optimiserStep(
  variables: ReadonlyMap<string, Variable>,
  gradients: ReadonlyMap<string, Tensor>,
  state: OptimiserState,
  settings: OptimiserSettings,
  learningRate: number,
): OptimiserState {
  assertMatching(variables, gradients, state);
  const next = new Map(state);
  const scalars = sharedScalars();
  for (const [name, gradient] of gradients) {
    const variable = variables.get(name)!;
    const before = state.get(name)!;
    const { parameter, memory } = update(variable, gradient, before, settings, learningRate, scalars.of);
    variable.assign(parameter);
    tf.dispose([parameter, ...Object.values(before.tensors)]);
    next.set(name, memory);
  }
  scalars.dispose();
  return next;
}

type ScalarsOf = (step: number, options: AdamOptions) => AdamScalars;

/** Of a step of one optimiser, whose options are the same for all parameters; their numbers of steps mostly are. */
function sharedScalars(): { readonly of: ScalarsOf; dispose(): void } {
  const byStep = new Map<number, AdamScalars>();
  return {
    of: (step, options) => {
      const known = byStep.get(step) ?? adamScalars(step, options);
      byStep.set(step, known);
      return known;
    },
    dispose: () => {
      for (const scalars of byStep.values()) tf.dispose({ ...scalars });
    },
  };
}

interface Updated {
  readonly parameter: Tensor;
  readonly memory: Memory;
}

/** As arithmetic: nothing is disposed or assigned, all results are new tensors. */
function update(
  parameter: Tensor,
  gradient: Tensor,
  memory: Memory,
  { kind, beta1 }: OptimiserSettings,
  learningRate: number,
  scalarsOf: ScalarsOf,
): Updated {
  const step = memory.step + 1;
  const adamOptions = { ...REFERENCE_ADAM, beta1, learningRate };
  switch (kind) {
    case 'adam':
      return adam(parameter, gradient, memory, adamOptions, scalarsOf);
    case 'adamw': {
      // Loshchilov & Hutter (2019): the decay does not pass through the moments.
      const decayed = tf.mul(parameter, 1 - learningRate * ADAMW_DECAY);
      const updated = adam(decayed, gradient, memory, adamOptions, scalarsOf);
      decayed.dispose();
      return updated;
    }
    case 'sgd':
      return {
        parameter: tf.tidy(() => tf.sub(parameter, tf.mul(gradient, learningRate))),
        memory: { step, tensors: {} },
      };
    case 'rmsprop': {
      const moved = tf.tidy(() => {
        const second = tf.add(
          tf.mul(memory.tensors.second!, RMSPROP_DECAY),
          tf.mul(tf.square(gradient), 1 - RMSPROP_DECAY),
        );
        const root = tf.add(tf.sqrt(second), RMSPROP_EPSILON);
        return { parameter: tf.sub(parameter, tf.mul(tf.div(gradient, root), learningRate)), second };
      });
      return { parameter: moved.parameter, memory: { step, tensors: { second: moved.second } } };
    }
  }
}

function adam(
  parameter: Tensor,
  gradient: Tensor,
  memory: Memory,
  options: AdamOptions,
  scalarsOf: ScalarsOf,
): Updated {
  const { first, second } = memory.tensors;
  const before = { step: memory.step, first: first!, second: second! };
  const scalars = scalarsOf(memory.step + 1, options);
  const { parameter: moved, moments } = adamUpdate(parameter, gradient, before, options, scalars);
  return {
    parameter: moved,
    memory: { step: moments.step, tensors: { first: moments.first, second: moments.second } },
  };
}

function assertMatching(
  variables: ReadonlyMap<string, Variable>,
  gradients: ReadonlyMap<string, Tensor>,
  state: OptimiserState,
): void {
  const written = ({ shape }: Tensor) => (shape.length === 0 ? 'a single number' : shape.join('×'));
  for (const [name, gradient] of gradients) {
    const variable = variables.get(name);
    const memory = state.get(name);
    if (!variable || !memory)
      throw new RangeError(`The optimiser knows no variable "${name}" to go with its gradient.`);
    for (const [what, tensor] of Object.entries({ gradient, ...memory.tensors }))
      if (written(tensor) !== written(variable))
        throw new RangeError(`"${name}" is ${written(variable)}, but its ${what} is ${written(tensor)}.`);
  }
}
