// Weights in 7 bits: value = code · scale, codes from −63 to 63, one scale for each output channel.
//
// The eighth bit would be lost on processors without VNNI: their instruction sums two products of a uint8 and an int8
// in 16 bits, into which 2 · 255 · 63 still fits. What it costs was measured: nothing, next to the rounding of images.

import type { StoredTensor } from '../../networks/weights.js';

export interface QuantisedWeight {
  /** (out, in, kH, kW) */
  readonly shape: readonly number[];
  readonly codes: Int8Array;
  /** By output channel. */
  readonly scales: Float32Array;
}

export const MOST_WEIGHT_CODE = 63;

/** Each output channel by itself, symmetric about 0; its largest weight gets the largest or smallest code. */
export function quantiseWeight({ shape, data }: StoredTensor): QuantisedWeight {
  const outChannels = shape[0]!;
  const size = data.length / outChannels;
  const codes = new Int8Array(data.length);
  const scales = new Float32Array(outChannels);
  for (let channel = 0; channel < outChannels; channel++) {
    const start = channel * size;
    let largest = 0;
    for (let i = start; i < start + size; i++) largest = Math.max(largest, Math.abs(data[i]!));
    const scale = largest / MOST_WEIGHT_CODE || 1;
    scales[channel] = scale;
    for (let i = start; i < start + size; i++) codes[i] = Math.round(data[i]! / scale);
  }
  return { shape, codes, scales };
}
