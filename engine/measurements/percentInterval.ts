// Interval of a percentage of positive cells: the percentile interval of a bootstrap over cells (Efron & Tibshirani
// 1993, chapter 13).
//
// Drawing n cells with replacement, of which a share p is positive, gives a binomial number of positive ones. That
// number is drawn at once, so a hundred thousand cells cost no more than ten. Cells are taken to be independent: the
// interval says nothing about neighbouring cells, other fields or other sections.

import { quantile } from '../statistics/quantile.js';

export interface PercentInterval {
  /** Lower end in per cent, 0 … 100. */
  readonly low: number;
  readonly high: number;
}

export interface Bootstrap {
  /** Any whole number; the same seed gives the same interval. Default 1. */
  readonly seed?: number;
  /** Default 2000. */
  readonly samples?: number;
  /** Share of the resampled percentages inside the interval. Default 0.95. */
  readonly confidence?: number;
}

/**
 * Interval of the percentage of positive cells; undefined without cells.
 *
 * Where all cells agree, every resample does too and the bootstrap would claim certainty. There the exact binomial
 * limit (Clopper & Pearson 1934) stands instead: 0 of 10 cells go with up to 30.8 % positive ones.
 */
export function percentInterval(
  positive: number,
  total: number,
  { seed = 1, samples = 2000, confidence = 0.95 }: Bootstrap = {},
): PercentInterval | undefined {
  if (total === 0) return undefined;
  const tail = (1 - confidence) / 2;
  if (positive === 0) return { low: 0, high: 100 * (1 - tail ** (1 / total)) };
  if (positive === total) return { low: 100 * tail ** (1 / total), high: 100 };

  const { first, cumulative } = binomial(total, positive / total);
  const counts = new Float64Array(samples);
  for (let i = 0; i < samples; i++) counts[i] = first + firstAbove(cumulative, uniform(seed, i));
  counts.sort();
  const percentAt = (q: number) => (100 * quantile(counts, q)) / total;
  return { low: percentAt(tail), high: percentAt(1 - tail) };
}

/** "12.3 – 45.6 %"; a dash without cells. */
export function percentIntervalText(positive: number, total: number): string {
  const interval = percentInterval(positive, total);
  return interval ? `${interval.low.toFixed(1)} – ${interval.high.toFixed(1)} %` : '–';
}

/** Probabilities smaller than this part of the largest never matter among some thousand samples. */
const NEGLIGIBLE = 1e-14;

/** Cumulative probabilities of the counts `first`, `first` + 1, …; the last is 1. */
function binomial(n: number, p: number): { readonly first: number; readonly cumulative: Float64Array } {
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  // Relative to the most probable count: P(k + 1) / P(k) = (n - k) / (k + 1) × odds. No factorial overflows.
  const below: number[] = [];
  for (let k = mode, weight = 1; k > 0 && weight > NEGLIGIBLE; k--) {
    weight *= k / ((n - k + 1) * odds);
    below.push(weight);
  }
  const above: number[] = [];
  for (let k = mode, weight = 1; k < n && weight > NEGLIGIBLE; k++) {
    weight *= ((n - k) / (k + 1)) * odds;
    above.push(weight);
  }
  const weights = [...below.reverse(), 1, ...above];
  const cumulative = Float64Array.from(weights);
  for (let i = 1; i < cumulative.length; i++) cumulative[i]! += cumulative[i - 1]!;
  const sum = cumulative.at(-1)!;
  return { first: mode - below.length, cumulative: cumulative.map((weight) => weight / sum) };
}

/** Index of the first entry above the value. */
function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Number i of a sequence in [0, 1) that depends on nothing but the seed: a counter, scrambled twice. */
function uniform(seed: number, i: number): number {
  return scramble(scramble(seed) ^ scramble(i + 0x9e3779b9)) / 2 ** 32;
}

/** Spreads the lower 32 bits (the finaliser of MurmurHash3). */
function scramble(bits: number): number {
  let hash = bits | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
