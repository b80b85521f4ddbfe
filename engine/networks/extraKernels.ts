// Optional kernels that a backend may register beyond those of TensorFlow.js, because its library does in one call what
// otherwise takes a dozen. Networks and gradients use a kernel if the current backend has it, and compose the operation
// otherwise.

import * as tf from '@tensorflow/tfjs-core';

/**
 * Batch norm in training. Inputs: x (N, H, W, C), scale and offset (C), and runningMean and runningVariance (C), both
 * or none. Attributes: epsilon and momentum. Outputs: y, the updated running mean and variance, and three tensors for
 * the gradient.
 */
export const BATCH_NORM = 'BatchNormInTraining';
/**
 * Inputs: dy, x, scale and the three tensors as saved0 … saved2. Attribute: epsilon. Outputs: derivatives by x, scale
 * and offset.
 */
export const BATCH_NORM_GRADIENT = 'BatchNormInTrainingGradient';
/** Inputs: dy and x. Output: dy where x > 0, else 0. */
export const RELU_GRADIENT = 'ReluGradient';
/** Inputs: dy and x. Attribute: alpha. Output: dy where x > 0, else alpha · dy. */
export const LEAKY_RELU_GRADIENT = 'LeakyReluGradient';

/** True if the current backend has the kernel. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/**
 * Runs a kernel of the current backend.
 * @param inputs undefined ones are left out
 */
export function runKernel<Result extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor | undefined>>,
  attributes: tf.NamedAttrMap = {},
): Result {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined));
  return tf.engine().runKernel(name, given as tf.NamedTensorMap, attributes);
}
