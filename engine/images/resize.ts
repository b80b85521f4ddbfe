// Resizing with the bicubic filter of Pillow, byte for byte (docs/reference.md 6.6), because the networks were
// trained on images resized that way: separable, horizontal pass first, 8 bits between the passes, fixed-point
// weights, and a filter that widens when an image shrinks (so it averages instead of skipping pixels).

import type { Raster } from '../protocol/raster.js';

/** Keys' cubic convolution with a = -0.5, |x| < 2. */
function cubic(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

const SUPPORT = 2;
const FRACTION_BITS = 22; // the sum of 8-bit value × weight, with overshoot, still fits 32 bits
const HALF = 1 << (FRACTION_BITS - 1);

interface Taps {
  /** First input position of each output position. */
  readonly first: Int32Array;
  /** Number of input positions that each output position sums. */
  readonly count: Int32Array;
  /** Fixed-point weights, `most` per output position. */
  readonly weights: Int32Array;
  readonly most: number;
}

function taps(inputLength: number, outputLength: number): Taps {
  const scale = inputLength / outputLength;
  const filterScale = Math.max(scale, 1);
  const support = SUPPORT * filterScale;
  const most = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputLength);
  const count = new Int32Array(outputLength);
  const weights = new Int32Array(outputLength * most);
  const real = new Float64Array(most);
  for (let o = 0; o < outputLength; o++) {
    const center = (o + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(inputLength, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let i = start; i < end; i++) sum += real[i - start] = cubic((i - center + 0.5) * (1 / filterScale));
    for (let i = 0; i < end - start; i++) {
      const fixed = (sum === 0 ? real[i]! : real[i]! / sum) * (1 << FRACTION_BITS);
      weights[o * most + i] = fixed < 0 ? fixed - 0.5 : fixed + 0.5; // stored truncated: halves go away from zero
    }
    first[o] = start;
    count[o] = end - start;
  }
  return { first, count, weights, most };
}

function toByte(sum: number): number {
  const value = sum >> FRACTION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

function resizeRows(source: Raster, width: number): Raster {
  const { height, channels, data } = source;
  const { first, count, weights, most } = taps(source.width, width);
  const out = new Uint8Array(width * height * channels);
  let o = 0;
  for (let y = 0; y < height; y++) {
    const row = y * source.width;
    for (let x = 0; x < width; x++) {
      const w0 = x * most;
      const n = count[x]!;
      const start = (row + first[x]!) * channels;
      for (let c = 0; c < channels; c++) {
        let sum = HALF;
        for (let i = 0, p = start + c; i < n; i++, p += channels)
          sum = (sum + Math.imul(weights[w0 + i]!, data[p]!)) | 0;
        out[o++] = toByte(sum);
      }
    }
  }
  return { width, height, channels, data: out };
}

function resizeColumns(source: Raster, height: number): Raster {
  const { width, channels, data } = source;
  const { first, count, weights, most } = taps(source.height, height);
  const rowBytes = width * channels;
  const out = new Uint8Array(rowBytes * height);
  const sums = new Int32Array(rowBytes);
  for (let y = 0; y < height; y++) {
    sums.fill(HALF);
    for (let i = 0; i < count[y]!; i++) {
      const weight = weights[y * most + i]!;
      const p = (first[y]! + i) * rowBytes;
      for (let b = 0; b < rowBytes; b++) sums[b] = sums[b]! + Math.imul(weight, data[p + b]!);
    }
    for (let b = 0, o = y * rowBytes; b < rowBytes; b++) out[o + b] = toByte(sums[b]!);
  }
  return { width, height, channels, data: out };
}

/** The image at another size, equal to Pillow's `resize((width, height))` on RGB and grey; itself when it has that size. */
export function resizeBicubic(source: Raster, width: number, height: number): Raster {
  const sideways = source.width === width ? source : resizeRows(source, width);
  return sideways.height === height ? sideways : resizeColumns(sideways, height);
}
