// Sums and differences of numbers that are known by their logarithms.

import { exp, log, log1p } from '../statistics/numpyFunctions.js';

/** log(exp a + exp b) */
export function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  if (high === -Infinity) return -Infinity;
  return high + log1p(exp(Math.min(a, b) - high));
}

/** log(exp a − exp b). @param b at most a */
export function logSubtract(a: number, b: number): number {
  return a + log1p(-exp(b - a));
}

/** log Σ exp x */
export function logSum(logs: Float64Array): number {
  let high = -Infinity;
  for (const value of logs) if (value > high) high = value;
  if (!Number.isFinite(high)) return high;
  const shares = new Float64Array(logs.length);
  for (let i = 0; i < logs.length; i++) shares[i] = exp(logs[i]! - high);
  return high + log(numpySum(shares));
}

/**
 * Sum in the order of NumPy: eight sums beside each other, halves of more than 128 numbers. Two candidates often are
 * equally good, and rounding decides which is the first.
 */
export function numpySum(values: ArrayLike<number>): number {
  return pairwiseSum(values, 0, values.length);
}

function pairwiseSum(values: ArrayLike<number>, start: number, length: number): number {
  if (length > 128) {
    const half = Math.floor(length / 2) - (Math.floor(length / 2) % 8);
    return pairwiseSum(values, start, half) + pairwiseSum(values, start + half, length - half);
  }
  const whole = length - (length % 8);
  let sum = 0;
  if (whole > 0) {
    const lanes = new Float64Array(8);
    for (let i = 0; i < whole; i++) lanes[i % 8]! += values[start + i]!;
    const [a, b, c, d, e, f, g, h] = lanes as unknown as number[];
    sum = a! + b! + (c! + d!) + (e! + f! + (g! + h!));
  }
  for (let i = whole; i < length; i++) sum += values[start + i]!;
  return sum;
}
