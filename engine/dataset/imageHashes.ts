// Fingerprints that find an image again. The hash of its pixels finds exact copies. The hash of its coarse brightness
// finds copies that were compressed, resized or retouched: low frequencies of a cosine transform, above or below their
// median (Zauner, Implementation and benchmarking of perceptual image hash functions, 2010).

import { createHash } from 'node:crypto';
import { greyLevel } from '../inference/emptyTile.js';
import type { Raster } from '../protocol/raster.js';

/** SHA-256 of size and pixels. */
export function pixelHash({ width, height, data }: Raster): string {
  return createHash('sha256').update(`${width}x${height}\n`).update(data).digest('hex');
}

/** 64 bits, in two words; the constant term is left out. */
export type CoarseHash = readonly [number, number];

const SIDE = 32;
const LOW = 8;

/** Hashes of an image as it is, and turned by quarters and flipped, eight in all; the first is the image as it is. */
export function coarseHashes(image: Raster): CoarseHash[] {
  let grey = coarseGrey(image);
  const hashes: CoarseHash[] = [];
  for (let turn = 0; turn < 4; turn++) {
    hashes.push(hashOf(grey), hashOf(remapped(grey, (x, y) => [SIDE - 1 - x, y])));
    grey = remapped(grey, (x, y) => [SIDE - 1 - y, x]);
  }
  return hashes;
}

/** Number of differing bits, of 64. Unrelated images: about 32, hardly ever below 16. */
export function hashDistance(a: CoarseHash, b: CoarseHash): number {
  return ones(a[0] ^ b[0]) + ones(a[1] ^ b[1]);
}

/** Number of bits set in 32. */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Mean grey levels of 32 × 32 parts, which overlap if the image is smaller. */
function coarseGrey({ width, height, data }: Raster): Float64Array {
  const bounds = (i: number, length: number) =>
    [Math.floor((i * length) / SIDE), Math.max(Math.ceil(((i + 1) * length) / SIDE), 1)] as const;
  const grey = new Float64Array(SIDE * SIDE);
  for (let v = 0; v < SIDE; v++)
    for (let u = 0; u < SIDE; u++) {
      const [left, right] = bounds(u, width);
      const [top, bottom] = bounds(v, height);
      let sum = 0;
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) {
          const at = 3 * (y * width + x);
          sum += greyLevel(data[at]!, data[at + 1]!, data[at + 2]!);
        }
      grey[v * SIDE + u] = sum / ((right - left) * (bottom - top));
    }
  return grey;
}

function remapped(
  grey: Float64Array,
  from: (x: number, y: number) => readonly [number, number],
): Float64Array {
  return Float64Array.from(grey, (_, i) => {
    const [x, y] = from(i % SIDE, Math.floor(i / SIDE));
    return grey[y * SIDE + x]!;
  });
}

/** cos(π (2x + 1) u / 2·SIDE) for the low u. */
const COSINES = Array.from({ length: LOW }, (_, u) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos((Math.PI * (2 * x + 1) * u) / (2 * SIDE))),
);

function hashOf(grey: Float64Array): CoarseHash {
  const low: number[] = [];
  for (let v = 0; v < LOW; v++)
    for (let u = 0; u < LOW; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++)
        for (let x = 0; x < SIDE; x++) sum += grey[y * SIDE + x]! * COSINES[u]![x]! * COSINES[v]![y]!;
      low.push(sum);
    }
  const middle = low.slice(1).sort((a, b) => a - b)[31]!; // the middle of 63, without the constant term
  const bits: number[] = low.map((value, i) => (i > 0 && value > middle ? 1 : 0));
  const word = (from: number) => bits.slice(from, from + 32).reduce((all, bit) => (all << 1) | bit, 0);
  return [word(0), word(32)];
}
