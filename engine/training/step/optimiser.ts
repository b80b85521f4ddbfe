// Optimisers, which move parameters by gradients: Adam, AdamW, plain gradient descent and RMSprop, with PyTorch's
// arithmetic. An optimiser is a few functions; everything it remembers is plain tensors by parameter, which a checkpoint
// stores and another process continues.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OptimiserSettings } from '../plan/trainingPlan.js';
import { adamScalars, adamUpdate, REFERENCE_ADAM, type AdamOptions, type AdamScalars } from './adam.js';

export type OptimiserKind = OptimiserSettings['kind'];

/** An optimiser's memory of one parameter; all tensors have its shape. */
export interface Memory {
  /** Number of gradients that this parameter has received. */
  readonly step: number;
  /** Tensors by the names of `MEMORIES`. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Memories by parameter name. */
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
  for (const names of groupsOf(gradients, state)) {
    const parts = names.map((name) => ({
      parameter: variables.get(name)!,
      gradient: gradients.get(name)!,
      memory: state.get(name)!,
    }));
    const updated = updateTogether(parts, (part) => update(part, settings, learningRate, scalars.of));
    names.forEach((name, i) => {
      const { parameter, memory } = updated[i]!;
      variables.get(name)!.assign(parameter);
      tf.dispose([parameter, ...Object.values(state.get(name)!.tensors)]);
      next.set(name, memory);
    });
  }
  scalars.dispose();
  return next;
}

/** A parameter with what moves it. */
interface Part {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly memory: Memory;
}

/**
 * Names of parameters that take their step in one: biases and scales, of which there are hundreds of a few numbers each,
 * with as many steps behind them; filters by themselves.
 */
function groupsOf(gradients: ReadonlyMap<string, Tensor>, state: OptimiserState): string[][] {
  const alone: string[][] = [];
  const together = new Map<number, string[]>();
  for (const [name, { rank }] of gradients) {
    const { step } = state.get(name)!;
    if (rank !== 1) alone.push([name]);
    else if (!together.get(step)?.push(name)) together.set(step, [name]);
  }
  return [...together.values(), ...alone];
}

/** Optimisers treat every number by itself, so vectors can be one for a while. All results are new tensors. */
function updateTogether(parts: readonly Part[], updateOne: (part: Part) => Updated): Updated[] {
  if (parts.length === 1) return [updateOne(parts[0]!)];
  const lengths = parts.map(({ gradient }) => gradient.size);
  const { step } = parts[0]!.memory;
  const names = Object.keys(parts[0]!.memory.tensors);
  const apart = tf.tidy(() => {
    const joined = (tensorOf: (part: Part) => Tensor) => tf.concat(parts.map(tensorOf), 0);
    const tensors = Object.fromEntries(
      names.map((name) => [name, joined(({ memory }) => memory.tensors[name]!)]),
    );
    const updated = updateOne({
      parameter: joined(({ parameter }) => parameter),
      gradient: joined(({ gradient }) => gradient),
      memory: { step, tensors },
    });
    const split = (tensor: Tensor) => tf.split(tensor, lengths, 0);
    return {
      parameters: split(updated.parameter),
      tensors: names.map((name) => split(updated.memory.tensors[name]!)),
    };
  });
  return apart.parameters.map((parameter, i) => ({
    parameter,
    memory: {
      step: step + 1,
      tensors: Object.fromEntries(names.map((name, n) => [name, apart.tensors[n]![i]!])),
    },
  }));
}

type ScalarsOf = (step: number, options: AdamOptions) => AdamScalars;

/** Scalars of one step, made once for all parameters that have as many steps behind them. */
function sharedScalars(): { readonly of: ScalarsOf; dispose(): void } {
  const byStep = new Map<number, AdamScalars>();
  return {
    of: (step, options) => {
      const known = byStep.get(step);
      if (known) return known;
      const made = adamScalars(step, options);
      // The first caller may be in a tidy.
      for (const scalar of Object.values(made) as Scalar[]) tf.keep(scalar);
      byStep.set(step, made);
      return made;
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

/** The step as arithmetic: nothing is disposed or assigned, all results are new tensors. */
function update(
  { parameter, gradient, memory }: Part,
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
