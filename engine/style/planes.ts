// Planes of numbers, one per pixel, and their mean, spread and percentiles.

import type { Raster } from '../protocol/raster.js';

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Brightness as people see it, 0 … 255 (ITU-R BT.601). */
export function luminanceOf({ width, height, channels, data }: Raster): Plane {
  const plane = new Float32Array(width * height);
  const [greenAt, blueAt] = channels === 3 ? [1, 2] : [0, 0];
  for (let i = 0, at = 0; i < plane.length; i++, at += channels)
    plane[i] = 0.299 * data[at]! + 0.587 * data[at + greenAt]! + 0.114 * data[at + blueAt]!;
  return { width, height, data: plane };
}

export interface Spread {
  readonly mean: number;
  /** Standard deviation of the population. */
  readonly deviation: number;
}

export function spreadOf(data: Float32Array): Spread {
  let sum = 0;
  for (const value of data) sum += value;
  const mean = sum / data.length;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / data.length) };
}

/** Values at shares (0 … 1) of the sorted data. */
export function percentilesOf(data: Float32Array, shares: readonly number[]): readonly number[] {
  const sorted = data.slice().sort();
  return shares.map((share) => sorted[Math.round(share * (sorted.length - 1))]!);
}
