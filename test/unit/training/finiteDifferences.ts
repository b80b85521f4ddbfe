// Gradients by trying: what automatic differentiation is checked against.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/**
 * (f(x + h) − f(x − h)) / 2h for every element, in turn. Exact up to h² times the third derivative, and up to the
 * float32 rounding of f divided by h: with f near 1 and h = 1/64 about 1e-5.
 */
export function gradientByDifferences(f: (x: Tensor) => Scalar, at: Tensor, h = 1 / 64): Float32Array {
  const values = Float32Array.from(at.dataSync());
  return values.map((value, i) => {
    const shifted = (by: number) =>
      tf.tidy(() => {
        const moved = Float32Array.from(values);
        moved[i] = value + by;
        return f(tf.tensor(moved, at.shape)).dataSync()[0]!;
      });
    return (shifted(h) - shifted(-h)) / (2 * h);
  });
}

/** The same gradient as TensorFlow.js derives it. */
export function gradientByTape(f: (x: Tensor) => Scalar, at: Tensor): Float32Array {
  return tf.tidy(() => Float32Array.from(tf.grad(f)(at).dataSync()));
}

export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = 'value',
): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} numbers, expected ${expected.length}`);
  for (let i = 0; i < expected.length; i++)
    if (!(Math.abs(actual[i]! - expected[i]!) <= tolerance))
      throw new Error(`${what} ${i} is ${actual[i]}, expected ${expected[i]} within ${tolerance}`);
}

/** Tensors alive after `work` minus those before; what `work` returns is disposed first. */
export function leakedTensors(work: () => tf.TensorContainer): number {
  const before = tf.memory().numTensors;
  tf.dispose(work());
  return tf.memory().numTensors - before;
}
