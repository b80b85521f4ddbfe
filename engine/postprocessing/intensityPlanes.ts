// One number per pixel from which a cell's expression is measured: the brightness of the marker image, or the
// optical density of the stained image itself (docs/reference.md 7.3). Both work on whole images and on bands of rows.

import type { Raster } from '../protocol/raster.js';

/** Brightness of the inferred marker image: the largest of the three channels. (H, W, 3) → H × W, 0 … 255. */
export function markerPlane(marker: Raster): Uint8Array {
  const { data, channels } = marker;
  if (channels === 1) return data.slice();
  const plane = new Uint8Array(marker.width * marker.height);
  for (let i = 0, at = 0; i < plane.length; i++, at += 3)
    plane[i] = Math.max(data[at]!, data[at + 1]!, data[at + 2]!);
  return plane;
}

/** log10(255 / v), the optical density of one channel; black counts as 1, the darkest value with a density. */
export const DENSITY_OF_LEVEL = Float64Array.from({ length: 256 }, (_, level) =>
  Math.log10(255 / Math.max(level, 1)),
);

/**
 * Optical density of the stained image, summed over red, green and blue, in hundredths.
 * (H, W, 3) → H × W, 0 … 722.
 */
export function opticalDensityPlane(ihc: Raster): Uint16Array {
  const { data, channels } = ihc;
  const greenAt = channels === 3 ? 1 : 0;
  const blueAt = channels === 3 ? 2 : 0;
  const plane = new Uint16Array(ihc.width * ihc.height);
  for (let i = 0, at = 0; i < plane.length; i++, at += channels) {
    const density =
      DENSITY_OF_LEVEL[data[at]!]! +
      DENSITY_OF_LEVEL[data[at + greenAt]!]! +
      DENSITY_OF_LEVEL[data[at + blueAt]!]!;
    // Never exactly half-way between two integers: 10 to such a power is irrational.
    plane[i] = Math.trunc(density * 100 + 0.5);
  }
  return plane;
}
