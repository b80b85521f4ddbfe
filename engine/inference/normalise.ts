// Converts 8-bit pixels to the numbers that networks see, and back (docs/reference.md 6.1). Every step is rounded to
// float32 where the reference rounds, so that equal inputs stay equal bits.

import type { Planes } from '../backends/backend.js';
import type { Raster } from '../protocol/raster.js';

/** Grey level → [-1, 1]: v/255, minus 0.5, divided by 0.5, each in float32. */
const NORMALISED = Float32Array.from({ length: 256 }, (_, level) => {
  const share = Math.fround(level / 255);
  return Math.fround(share - 0.5) / 0.5;
});

/** Interleaved pixels (H, W, C) of 0 … 255 → planes (C, H, W) in [-1, 1]. */
export function rasterToPlanes({ width, height, channels, data }: Raster): Planes {
  const planePx = width * height;
  const planes = new Float32Array(planePx * channels);
  for (let c = 0; c < channels; c++)
    for (let i = 0, p = c; i < planePx; i++, p += channels) planes[c * planePx + i] = NORMALISED[data[p]!]!;
  return { width, height, channels, data: planes };
}

/** Float32 (t + 1)/2 × 255, cut off (not rounded) as the reference does, and kept within 0 … 255. */
function toLevel(value: number): number {
  const level = Math.fround((Math.fround(value + 1) / 2) * 255);
  return level >= 255 ? 255 : level > 0 ? Math.trunc(level) : 0; // a value that is no number becomes 0
}

/**
 * Planes (C, H, W) in [-1, 1] → interleaved pixels (H, W, C). Because of the cut, 63 of the 256 levels come back
 * one lower from rasterToPlanes and back. @throws RangeError unless there are 1 or 3 planes.
 */
export function planesToRaster({ width, height, channels, data }: Planes): Raster {
  if (channels !== 1 && channels !== 3)
    throw new RangeError(`${channels} planes are not an image; expected 1 or 3.`);
  const planePx = width * height;
  const pixels = new Uint8Array(planePx * channels);
  for (let c = 0; c < channels; c++)
    for (let i = 0, p = c; i < planePx; i++, p += channels) pixels[p] = toLevel(data[c * planePx + i]!);
  return { width, height, channels, data: pixels };
}
