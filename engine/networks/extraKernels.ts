// Kernels beyond TensorFlow.js's own that a backend may bring, because its library has in one call what is otherwise a
// composition of a dozen. Networks and their gradients ask whether the current backend has one, and compose else.

import * as tf from '@tensorflow/tfjs-core';

/**
 * Batch norm in training. Inputs x (N, H, W, C), scale and offset (C); attributes epsilon and momentum; and, to be moved,
 * runningMean and runningVariance (C), both or none. → y, their successors, and three tensors for the way back.
 */
export const BATCH_NORM = 'BatchNormInTraining';
/** Inputs dy, x, scale and those three as saved0 … saved2; attribute epsilon → derivatives by x, scale and offset. */
export const BATCH_NORM_GRADIENT = 'BatchNormInTrainingGradient';
/** Inputs dy and x → dy where x > 0, else 0. */
export const RELU_GRADIENT = 'ReluGradient';
/** Inputs dy and x, attribute alpha → dy where x > 0, else alpha · dy. */
export const LEAKY_RELU_GRADIENT = 'LeakyReluGradient';

/** Whether the current backend has a kernel. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** @param inputs undefined ones are left out */
export function runKernel<Result extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor | undefined>>,
  attributes: tf.NamedAttrMap = {},
): Result {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined));
  return tf.engine().runKernel(name, given as tf.NamedTensorMap, attributes);
}
