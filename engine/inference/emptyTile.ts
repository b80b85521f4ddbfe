// Empty tiles: those that show nothing but background need no network run (docs/reference.md 6.4).

import type { Raster } from '../protocol/raster.js';

/** A tile whose grey levels vary less than this is empty. */
export const EMPTY_BELOW_VARIANCE = 9;

/** Grey level of a colour, 0 … 255, as Pillow's mode "L": ITU-R 601-2 luma in 16-bit fixed point, rounded. */
export function greyLevel(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

/**
 * Population variance of the grey levels that are neither black nor white; 0 if there are none. Pure black and white
 * are left out because they are frames and blank glass rather than tissue.
 */
export function tissueVariance({ channels, data }: Raster): number {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < data.length; i += channels) {
    const grey = channels === 1 ? data[i]! : greyLevel(data[i]!, data[i + 1]!, data[i + 2]!);
    if (grey === 0 || grey === 255) continue;
    n++;
    sum += grey;
    squares += grey * grey;
  }
  return n === 0 ? 0 : (n * squares - sum * sum) / (n * n); // whole numbers until here, so nothing cancels
}

/**
 * True when the tile, before any resizing, is background and its outputs are constant colours.
 * Of a model with several inputs, every input has to be empty.
 */
export function isEmptyTile(tile: Raster): boolean {
  return tissueVariance(tile) < EMPTY_BELOW_VARIANCE;
}
