// Back-propagation through one piece at a time. A training step goes network by network: what is kept for the way
// back is one network's intermediate results and never all of them, which for the nine full-size generators of
// DeepLIIF would be more than 15 GB. The price is that each generator runs forward twice.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

export interface Derivatives<T extends Tensor> {
  /** What `compute` gave. */
  readonly value: T;
  /** By the names of `variables`. */
  readonly byVariable: Map<string, Tensor>;
  /** In the order of `inputs`. */
  readonly byInput: Tensor[];
}

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
  const names = [...variables.keys()];
  const { value, grads } = tf.tidy(() => {
    const result = tf
      .engine()
      .gradients(compute, [...variables.values(), ...inputs], dOutput as T | undefined);
    return { value: result.value, grads: result.grads };
  });
  return {
    value,
    byVariable: new Map(names.map((name, i) => [name, grads[i]!])),
    byInput: grads.slice(names.length),
  };
}
