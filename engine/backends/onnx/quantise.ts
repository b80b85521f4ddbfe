// Weights in 7 bits: value = code · scale, codes from −63 to 63, one scale for each output channel.
//
// The eighth bit would be lost on processors without VNNI: their instruction sums two products of a uint8 and an int8
// in 16 bits, into which 2 · 255 · 63 still fits. Its measured cost is negligible compared with the rounding of images.

import type { StoredTensor } from '../../tensors/weights.js';

export interface QuantisedWeight {
  /** (out, in, kH, kW) */
  readonly shape: readonly number[];
  readonly codes: Int8Array;
  /** Scales by output channel. */
  readonly scales: Float32Array;
}

const MOST_WEIGHT_CODE = 63;

export const UNSIGNED_ZERO = 64;

/** Each output channel by itself, symmetric about 0; its largest weight gets the largest or smallest code. */
export function quantiseWeight(weight: StoredTensor): QuantisedWeight {
  const codes = new Int8Array(weight.data.length);
  return { shape: weight.shape, codes, scales: code(weight, codes, 0) };
}

/** The same with codes from 1 to 127, where 64 stands for 0. */
export function quantiseWeightUnsigned(
  weight: StoredTensor,
): Omit<QuantisedWeight, 'codes'> & { readonly codes: Uint8Array } {
  const codes = new Uint8Array(weight.data.length);
  return { shape: weight.shape, codes, scales: code(weight, codes, UNSIGNED_ZERO) };
}

/** Fills in the codes and returns the scales. Weights are many, so no function is called for each. */
function code({ shape, data }: StoredTensor, codes: Int8Array | Uint8Array, zero: number): Float32Array {
  const outChannels = shape[0]!;
  const size = data.length / outChannels;
  const scales = new Float32Array(outChannels);
  for (let channel = 0; channel < outChannels; channel++) {
    const start = channel * size;
    const end = start + size;
    let largest = 0;
    for (let i = start; i < end; i++) {
      const magnitude = Math.abs(data[i]!);
      if (magnitude > largest) largest = magnitude;
    }
    const scale = largest / MOST_WEIGHT_CODE || 1;
    const codesPerUnit = 1 / scale;
    scales[channel] = scale;
    // Values above 0: the integer part of a sum with ½ is the nearest whole number.
    for (let i = start; i < end; i++) codes[i] = ((data[i]! * codesPerUnit + 128.5) | 0) - 128 + zero;
  }
  return scales;
}
