// Grid search: every combination of values once, in a random order that the seed decides. A trial's number is its place
// in that order, so that workers need not talk to each other.

import { randomFrom, shuffled } from '../random/random.js';
import type { Distribution, SearchSpace } from './distributions.js';
import type { Sampler } from './sampler.js';

/** Combinations above which a grid is refused: nobody runs it to its end, and shuffling it needs memory. */
export const MOST_COMBINATIONS = 1_000_000;

/** Values of a range without steps. */
const DEFAULT_POINTS = 5;

/** Internal values of a parameter on the grid: categories and steps all, other ranges evenly from end to end. */
export function gridValues(distribution: Distribution, points = DEFAULT_POINTS): readonly number[] {
  if (distribution.kind === 'categorical') return distribution.choices.map((_, i) => i);
  const { low, high, step, log, kind } = distribution;
  const count = step === null || log ? points : Math.floor((high - low) / step + 1e-9) + 1;
  const values = Array.from({ length: count }, (_, i) => {
    if (step !== null && !log) return low + i * step;
    const share = count === 1 ? 0 : i / (count - 1);
    const value = log ? Math.exp(Math.log(low) + share * Math.log(high / low)) : low + share * (high - low);
    return Math.min(Math.max(kind === 'int' ? Math.round(value) : value, low), high);
  });
  return [...new Set(values)];
}

/** Number of combinations of a grid. */
export function combinations(grid: ReadonlyMap<string, readonly number[]>): number {
  return [...grid.values()].reduce((product, values) => product * values.length, 1);
}

export function gridOf(space: SearchSpace, points = DEFAULT_POINTS): ReadonlyMap<string, readonly number[]> {
  return new Map([...space].map(([name, distribution]) => [name, gridValues(distribution, points)]));
}

/**
 * The order begins anew after the last combination.
 *
 * @param grid internal values by parameter, at most `MOST_COMBINATIONS` combinations
 */
export function gridSampler(grid: ReadonlyMap<string, readonly number[]>, seed: number): Sampler {
  const order = shuffled(combinations(grid), randomFrom(seed));
  return {
    together: (_study, number) => {
      let place = order[number % order.length] ?? 0;
      const point = new Map<string, number>();
      for (const [name, values] of grid) {
        point.set(name, values[place % values.length]!);
        place = Math.floor(place / values.length);
      }
      return point;
    },
    alone: (_study, _number, _name, distribution) => gridValues(distribution)[0]!,
  };
}
