// Back-propagation, one network at a time, so that memory holds the recordings of as many networks as there is room for.
// TensorFlow.js differentiates a function as soon as it has run; a recording keeps its tape for later instead, and frees
// memory as it is read.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

export interface Derivatives<T extends Tensor> {
  /** Result of `compute`. */
  readonly value: T;
  /** Derivatives by the names of `variables`. */
  readonly byVariable: Map<string, Tensor>;
  /** Derivatives in the order of `inputs`. */
  readonly byInput: Tensor[];
}

/** A computation that ran, and the tensors that its derivatives need. */
export interface Recording<T extends Tensor> {
  /** Belongs to the caller. */
  readonly value: T;
  /** Memory that is kept for the derivatives. */
  readonly bytes: number;
  /** Kernels in the order in which they ran. */
  readonly tape: readonly TapeNode[];
}

type TapeNode = ReturnType<typeof tf.engine>['state']['activeTape'][number];

/**
 * The derivatives of Σ output · dOutput by variables and inputs; without `dOutput` the output is a scalar, the loss.
 * All results belong to the caller. Everything that is asked for must matter to the output.
 */
export function backpropagate<T extends Tensor>(
  compute: () => T,
  variables: ReadonlyMap<string, Variable>,
  inputs: readonly Tensor[],
  dOutput?: Tensor,
): Derivatives<T> {
  return goBack(record(compute), variables, inputs, dOutput);
}

/** Runs `compute` and keeps the tensors that its derivatives need, until `goBack` or `forget`. It must not be nested. */
export function record<T extends Tensor>(compute: () => T): Recording<T> {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) throw new Error('Another gradient tape is recording already.');
  const bytesBefore = state.numBytes;
  state.activeTape = [];
  state.gradientDepth++;
  try {
    const value = tf.tidy(compute);
    return { value, bytes: state.numBytes - bytesBefore, tape: state.activeTape };
  } catch (error) {
    disposeSaved(state.activeTape);
    throw error;
  } finally {
    state.gradientDepth--;
    state.activeTape = [];
  }
}

/** The derivatives of a recording, as `backpropagate` gives them; works once. */
export function goBack<T extends Tensor>(
  { value, tape }: Recording<T>,
  variables: ReadonlyMap<string, Variable>,
  inputs: readonly Tensor[],
  dOutput?: Tensor,
): Derivatives<T> {
  const wanted = [...variables.values(), ...inputs];
  try {
    const found = tf.tidy(() => readBackwards(tape, wanted, value, dOutput ?? tf.onesLike(value)));
    const names = [...variables.keys()];
    return {
      value,
      byVariable: new Map(names.map((name, i) => [name, found[i]!])),
      byInput: found.slice(names.length),
    };
  } finally {
    disposeSaved(tape);
  }
}

/** Frees a recording that is not needed. */
export function forget({ tape }: Recording<Tensor>): void {
  disposeSaved(tape);
}

function disposeSaved(tape: readonly TapeNode[]): void {
  for (const { saved } of tape) tf.dispose(saved ?? []);
}

/** Derivatives by tensors, in their order; those of other tensors on the way are freed as soon as they were used. */
function readBackwards(
  tape: readonly TapeNode[],
  wanted: readonly Tensor[],
  value: Tensor,
  dValue: Tensor,
): Tensor[] {
  const reached = reachedFrom(tape, wanted);
  const kept = new Set(wanted.map(({ id }) => id));
  const derivatives = new Map<number, Tensor>([[value.id, dValue]]);
  for (const node of tape.toReversed()) {
    const dys = node.outputs.map(({ id }) => derivatives.get(id));
    if (dys.some((dy) => dy !== undefined)) {
      const byInput = tf.tidy(() => nodeDerivatives(node, dys as Tensor[], reached));
      for (const [name, derivative] of Object.entries(byInput)) {
        const { id } = node.inputs[name]!;
        const before = derivatives.get(id);
        derivatives.set(id, before ? tf.add(before, derivative) : derivative);
        if (before) tf.dispose([before, derivative]);
      }
    }
    for (const { id } of node.outputs)
      if (!kept.has(id) && id !== value.id) {
        derivatives.get(id)?.dispose();
        derivatives.delete(id);
      }
    tf.dispose(node.saved ?? []);
  }
  return wanted.map((tensor) => {
    const derivative = derivatives.get(tensor.id);
    if (!derivative)
      throw new Error('The output does not depend on every tensor by which it should be differentiated.');
    return derivative;
  });
}

/** Ids of the tensors that depend on some of `sources`. */
function reachedFrom(tape: readonly TapeNode[], sources: readonly Tensor[]): ReadonlySet<number> {
  const reached = new Set(sources.map(({ id }) => id));
  for (const { inputs, outputs } of tape)
    if (Object.values(inputs).some(({ id }) => reached.has(id)))
      for (const { id } of outputs) reached.add(id);
  return reached;
}

/** Derivatives by those inputs of a kernel that lead to the wanted tensors. */
function nodeDerivatives(
  { kernelName, inputs, gradient }: TapeNode,
  dys: Tensor[],
  reached: ReadonlySet<number>,
): Record<string, Tensor> {
  const names = Object.keys(inputs).filter((name) => reached.has(inputs[name]!.id));
  if (names.length === 0) return {};
  if (!gradient) throw new Error(`There is no derivative of ${kernelName}.`);
  const rules = gradient(dys);
  return Object.fromEntries(
    names.map((name) => {
      const rule = rules[name];
      if (!rule) throw new Error(`There is no derivative of ${kernelName} by "${name}".`);
      const derivative = rule();
      // `dys` are freed in a moment, so one that is passed on must be a tensor of its own.
      return [name, dys.includes(derivative) ? derivative.clone() : derivative];
    }),
  );
}
