// A pixel of a segmentation map is positive (red), negative (blue) or not clearly part of a cell (docs/reference.md 7.1).

import type { Raster } from '../protocol/raster.js';
import { NEGATIVE, POSITIVE, UNKNOWN } from './labels.js';

/** Green above this marks the line that the networks draw between cells. */
const LARGEST_GREEN = 80;
/** Red + blue above which a pixel is nucleus: lower than the threshold of cells, so that a nucleus is one piece without dents. */
const NUCLEUS_ABOVE = 60;

/** True for a pixel of a nucleus, whether it will count as a cell or not. `at`: first byte of the pixel of an (H, W, 3) map. */
export function isNucleusPixel(data: Uint8Array, at: number): boolean {
  return data[at]! + data[at + 2]! > NUCLEUS_ABOVE && data[at + 1]! <= LARGEST_GREEN;
}

/**
 * Classes of the pixels of a segmentation map, or of some of its rows: positive or negative where red + blue
 * exceeds `segThreshold` and green is at most 80, positive when red ≥ blue; unknown elsewhere.
 *
 * Pixels do not depend on each other, so a map too large to hold may come band by band.
 *
 * (H, W, 3) → H × W labels. A grey map counts as three equal channels.
 */
export function classifyPixels(seg: Raster, segThreshold: number): Uint8Array {
  const { data, channels } = seg;
  const greenAt = channels === 3 ? 1 : 0;
  const blueAt = channels === 3 ? 2 : 0;
  const classes = new Uint8Array(seg.width * seg.height);
  for (let i = 0, at = 0; i < classes.length; i++, at += channels) {
    const red = data[at]!;
    const blue = data[at + blueAt]!;
    if (red + blue > segThreshold && data[at + greenAt]! <= LARGEST_GREEN)
      classes[i] = red >= blue ? POSITIVE : NEGATIVE;
    else classes[i] = UNKNOWN;
  }
  return classes;
}
