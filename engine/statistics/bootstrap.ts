// Means with their spread, and percentile intervals by the bootstrap (Efron 1979): the values are drawn again and again,
// with replacement, from a seed.

import type { Summary } from '../protocol/evaluations.js';
import { randomFrom } from '../random/random.js';
import { quantile } from './quantile.js';

const DRAWS = 2000;
const CONFIDENCE = 0.95;

/** Null without values. */
export function summaryOf(values: readonly number[], seed = 0): Summary | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = meanOf(values);
  if (count === 1) return { count, mean, standardDeviation: null, interval: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    count,
    mean,
    standardDeviation: Math.sqrt(squares / (count - 1)),
    interval: bootstrapInterval(count, (drawn) => meanOf(drawn.map((i) => values[i]!)), seed),
  };
}

/**
 * Percentile interval of a statistic, 95 %.
 *
 * @param count number of units that are drawn, such as images
 * @param statistic of the units with these indices, which repeat
 */
export function bootstrapInterval(
  count: number,
  statistic: (drawn: readonly number[]) => number,
  seed: number,
): readonly [low: number, high: number] {
  const random = randomFrom(seed);
  const drawn = Array.from({ length: DRAWS }, () =>
    statistic(Array.from({ length: count }, () => random.below(count))),
  ).sort((a, b) => a - b);
  return [quantile(drawn, (1 - CONFIDENCE) / 2), quantile(drawn, (1 + CONFIDENCE) / 2)];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
