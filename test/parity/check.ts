// One line of the parity table: our number against the reference's, and the largest difference allowed.

import type { BackendId } from '../../engine/backends/backend.js';

export interface ParityCheck {
  /** "a_resnet9 · reflect_batch · x64 · tile statistics". */
  readonly name: string;
  /** Error in the unit of the tolerance: tanh output, grey levels, share of differing pixels, count. 0 = exact. */
  readonly largestError: number;
  readonly tolerance: number;
  readonly pass: boolean;
  /** Anything that a reader needs to judge a failure. */
  readonly note?: string;
}

/** A suite of checks. `root` is a folder laid out as the reference fixtures; a suite reads only its own subfolder. */
export type ParitySuite = (root: string, context: ParityContext) => AsyncGenerator<ParityCheck>;

export interface ParityContext {
  /** TensorFlow.js or onnxruntime backend that runs the networks. */
  readonly backend: BackendId;
}

/** A check that passes if the error is at most the tolerance (NaN never is). */
export function within(name: string, largestError: number, tolerance: number, note?: string): ParityCheck {
  return { name, largestError, tolerance, pass: largestError <= tolerance, ...(note ? { note } : {}) };
}

/** Largest absolute difference; Infinity if the lengths differ or a value is NaN. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
