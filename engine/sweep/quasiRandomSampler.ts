// Quasi-random search: Halton's sequence (1960) with digits permuted by the seed, which fills a space more evenly than
// random numbers do. A trial's number is its place in the sequence.

import { randomFrom, shuffled } from '../random/random.js';
import type { Distribution } from './distributions.js';
import { valueAt } from './randomSampler.js';
import type { Sampler } from './sampler.js';

const PRIMES = primes(200);

/** Each parameter gets a dimension when a trial first asks for it, by the alphabet within one trial's space. */
export function quasiRandomSampler(seed: number): Sampler {
  const dimensions = new Map<string, number>();
  return {
    together: () => new Map(),
    alone: (_study, number, name, distribution) => {
      if (!dimensions.has(name)) dimensions.set(name, dimensions.size);
      return quasiRandomValue(distribution, number, dimensions.get(name)!, seed);
    },
  };
}

function quasiRandomValue(
  distribution: Distribution,
  number: number,
  dimension: number,
  seed: number,
): number {
  const share = radicalInverse(number + 1, PRIMES[dimension % PRIMES.length]!, seed + dimension);
  if (distribution.kind === 'categorical')
    return Math.min(Math.floor(share * distribution.choices.length), distribution.choices.length - 1);
  return valueAt(distribution, [share]);
}

/** Digits of n in a base, permuted and mirrored at the point. */
function radicalInverse(n: number, base: number, seed: number): number {
  // 0 stays 0: the endless zeros before a number would otherwise count.
  const digits = [0, ...shuffled(base - 1, randomFrom(seed)).map((digit) => digit + 1)];
  let value = 0;
  let scale = 1 / base;
  for (let rest = n; rest > 0; rest = Math.floor(rest / base)) {
    value += digits[rest % base]! * scale;
    scale /= base;
  }
  return value;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
