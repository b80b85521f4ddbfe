// Dropout (Srivastava et al. 2014). The mask depends only on a seed, the layer's name and the position, so it is the
// same on every backend and machine, and a training run can be repeated.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';

/**
 * Sets a share `rate` of the values to zero and divides the others by 1 − rate. Belongs to the caller.
 * @param seed a whole number, of which the lower 32 bits count; a new one for every step
 */
export function dropOut(x: Tensor4D, rate: number, seed: number, path: string): Tensor4D {
  return tf.tidy(() => tf.mul<Tensor4D>(x, tf.tensor(dropoutMask(x.size, rate, seed, path), x.shape)));
}

/** Mask of zeros and 1 / (1 − rate), one for each value. */
export function dropoutMask(size: number, rate: number, seed: number, path: string): Float32Array {
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(size);
  const start = scramble(hashOf(path) ^ scramble(seed));
  for (let i = 0; i < size; i++) {
    const uniform = scramble(start + Math.imul(i, 0x9e3779b9)) / 2 ** 32;
    if (uniform >= rate) mask[i] = kept;
  }
  return mask;
}

/** FNV-1a hash of the characters. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** MurmurHash3's finaliser: each input bit changes about half of the 32 output bits. */
function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
