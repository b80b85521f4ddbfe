// Gradients by parameter name, as optimisers take them, and how they add up over the terms of a loss.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

export type Gradients = Map<string, Tensor>;

/** Adds `more` to `sum`, name by name, and takes both tensors over. */
export function addGradients(sum: Gradients, more: ReadonlyMap<string, Tensor>): void {
  for (const [name, gradient] of more) {
    const before = sum.get(name);
    sum.set(name, before ? added(before, gradient) : gradient);
  }
}

/** a + b, freeing both. */
export function added<T extends Tensor>(a: T, b: T): T {
  const result = tf.add<T>(a, b);
  tf.dispose([a, b]);
  return result;
}

export function disposeGradients(gradients: ReadonlyMap<string, Tensor>): void {
  tf.dispose([...gradients.values()]);
}
