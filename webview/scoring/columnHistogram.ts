// Histogram of a column of the cell table. Values far beyond the others share the last bar, or one clump of cells would
// decide how all others look. Pure.

import type { Column } from './cellRows.js';

export interface Histogram {
  readonly low: number;
  /** Upper end of the last bar, unless larger values share that bar. */
  readonly high: number;
  readonly most: number;
  readonly counts: readonly number[];
}

/** Histogram over the cells that pass; undefined if none has a value. */
export function histogram(
  length: number,
  { valueOf }: Column,
  passes?: Uint8Array,
  bins = 48,
): Histogram | undefined {
  const values = new Float64Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    const value = passes && passes[i] !== 1 ? NaN : valueOf(i);
    if (!Number.isNaN(value)) values[count++] = value;
  }
  if (count === 0) return undefined;
  const sorted = values.subarray(0, count).sort();
  const [low, most] = [sorted[0]!, sorted.at(-1)!];
  const quartile = (q: number) => sorted[Math.floor(q * (count - 1))]!;
  // The rule of the report's histograms.
  const far = quartile(0.75) + 4 * (quartile(0.75) - quartile(0.25));
  const ends = { low, high: far > low && far < most ? far : most, most };
  return { ...ends, counts: binCounts(length, valueOf, { ...ends, bins }, passes) };
}

/** Cells of a histogram's bars that have a flag and pass. */
export function flaggedCounts(
  { counts, ...ends }: Histogram,
  { valueOf }: Column,
  flags: Uint8Array,
  passes: Uint8Array | undefined,
): readonly number[] {
  const both = passes ? flags.map((flag, i) => flag & passes[i]!) : flags;
  return binCounts(flags.length, valueOf, { ...ends, bins: counts.length }, both);
}

/** Place of a value's bar; NaN for NaN, and for values outside of the histogram. */
export function binOf({ low, high, most, counts }: Histogram, value: number): number {
  return value >= low && value <= most ? placeIn({ low, high, bins: counts.length }, value) : NaN;
}

interface Bins {
  readonly low: number;
  readonly high: number;
  readonly bins: number;
}

function binCounts(
  length: number,
  valueOf: Column['valueOf'],
  bins: Bins,
  flags: Uint8Array | undefined,
): readonly number[] {
  const counts = new Array<number>(bins.bins).fill(0);
  for (let i = 0; i < length; i++) {
    const value = valueOf(i);
    if (!Number.isNaN(value) && (!flags || flags[i] === 1)) counts[placeIn(bins, value)]!++;
  }
  return counts;
}

function placeIn({ low, high, bins }: Bins, value: number): number {
  return high === low ? 0 : Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
}
