// Start of spectral vectors: the singular vectors u and v of a weight, estimated by power iteration (Miyato et al. 2018,
// algorithm 1) in the layout of weight files. Training continues the iteration on the backend (networks/spectralNorm.ts).

import type { Layer } from '../../networks/layers.js';

/** Iterations with which torch.nn.utils.parametrizations.spectral_norm begins. */
export const FIRST_ITERATIONS = 15;

/** PyTorch's constant; it keeps a zero vector from becoming NaN. */
const SMALLEST_LENGTH = 1e-12;

/** A weight in the layout of weight files, of a convolution or a transposed one. */
export interface SpectralWeight {
  /** (out, in, kH, kW), or (in, out, kH, kW) if transposed. */
  readonly shape: readonly number[];
  readonly layer: Pick<Layer, 'kind'>;
}

export interface SpectralVectors {
  /** (out), of length 1. */
  readonly u: Float32Array;
  /** (in · kH · kW), of length 1. */
  readonly v: Float32Array;
}

/**
 * Repeats u ← W v / ‖W v‖, v ← Wᵀ u / ‖Wᵀ u‖ in float64. W has a row for each output channel and columns in the order
 * (in, kH, kW), also for transposed convolutions.
 * @param start its u is not read, since an iteration begins with v
 */
export function iteratedVectors(
  spec: SpectralWeight,
  weight: Float32Array,
  start: Pick<SpectralVectors, 'v'>,
  iterations: number,
): SpectralVectors {
  const rows = rowsOf(spec, weight);
  const u = new Float64Array(rows.length);
  const v = Float64Array.from(start.v);
  for (let i = 0; i < iterations; i++) {
    rows.forEach((row, r) => (u[r] = product(row, v)));
    scaleToLengthOne(u);
    v.fill(0);
    rows.forEach((row, r) => addMultiple(v, row, u[r]!));
    scaleToLengthOne(v);
  }
  return { u: Float32Array.from(u), v: Float32Array.from(v) };
}

/** Rows of W; those of a transposed weight, (in, out, kH, kW), are gathered. */
function rowsOf({ shape, layer }: SpectralWeight, weight: Float32Array): Float32Array[] {
  const [first, second, kH, kW] = shape as [number, number, number, number];
  const taps = kH * kW;
  if (layer.kind !== 'convTranspose')
    return Array.from({ length: first }, (_, out) =>
      weight.subarray(out * second * taps, (out + 1) * second * taps),
    );
  return Array.from({ length: second }, (_, out) => {
    const row = new Float32Array(first * taps);
    for (let into = 0; into < first; into++) {
      const at = (into * second + out) * taps;
      row.set(weight.subarray(at, at + taps), into * taps);
    }
    return row;
  });
}

function product(row: Float32Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i]! * v[i]!;
  return sum;
}

function addMultiple(to: Float64Array, row: Float32Array, factor: number): void {
  for (let i = 0; i < row.length; i++) to[i]! += factor * row[i]!;
}

function scaleToLengthOne(vector: Float64Array): void {
  const squares = vector.reduce((sum, value) => sum + value * value, 0);
  const length = Math.max(Math.sqrt(squares), SMALLEST_LENGTH);
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
}
