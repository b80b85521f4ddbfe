// Random search (Bergstra and Bengio 2012): every parameter uniform in its range, logarithmic ones in their logarithm.

import { mersenneTwister, type MersenneTwister } from '../random/mersenneTwister.js';
import type { Distribution } from './distributions.js';
import type { Sampler } from './sampler.js';

/** Gives Optuna's sequence for the same seed. */
export function randomSampler(seed: number): Sampler {
  const random = mersenneTwister(seed);
  return {
    together: () => new Map(),
    alone: (_study, _number, _name, distribution) => draw(distribution, random),
  };
}

/** Internal value, uniform over the distribution. */
export function draw(distribution: Distribution, random: MersenneTwister): number {
  return valueAt(
    distribution,
    Array.from({ length: coordinatesOf(distribution) }, () => random.uniform()),
  );
}

/** Numbers from 0 to 1 that decide a value: one, or one per category. */
function coordinatesOf(distribution: Distribution): number {
  return distribution.kind === 'categorical' ? distribution.choices.length : 1;
}

/** Internal value at coordinates from 0 to 1; the largest coordinate decides a category. */
export function valueAt(distribution: Distribution, coordinates: readonly number[]): number {
  if (distribution.kind === 'categorical') {
    let best = 0;
    for (let i = 1; i < coordinates.length; i++) if (coordinates[i]! > coordinates[best]!) best = i;
    return best;
  }
  const { low, high, log, step } = distribution;
  const half = (step ?? 0) / 2;
  const [from, to] = log ? [Math.log(low - half), Math.log(high + half)] : [low - half, high + half];
  const x = from + (to - from) * coordinates[0]!;
  if (log) {
    const value = Math.exp(x);
    return distribution.kind === 'int'
      ? Math.min(Math.max(Math.round(value), low), high)
      : Math.min(Math.max(value, low), below(high));
  }
  if (step === null) return Math.min(x, below(high));
  return Math.min(Math.max(low + Math.floor((x - low) / step + 0.5) * step, low), high);
}

const bits = new DataView(new ArrayBuffer(8));

/** Largest double below x: the upper end of a range of doubles is open. */
function below(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  bits.setFloat64(0, x);
  bits.setBigUint64(0, bits.getBigUint64(0) + (x > 0 ? -1n : 1n));
  return bits.getFloat64(0);
}
