// Perimeter and circularity of a cell, from its boundary.

import type { Point } from '../postprocessing/cellRecord.js';

/**
 * Length of the walk from pixel centre to pixel centre (1 per straight step, √2 per diagonal one), moved outwards by
 * half a pixel, which adds π: a single pixel has the perimeter of a disc of diameter 1.
 */
export function perimeterPx(boundary: readonly Point[]): number {
  let length = Math.PI;
  let [previousX, previousY] = boundary.at(-1)!;
  for (const [x, y] of boundary) {
    length += Math.hypot(x - previousX, y - previousY);
    previousX = x;
    previousY = y;
  }
  return length;
}

/** 4π · area / perimeter²: 1 for a disc, less for anything else. Tiny cells would exceed 1 and are given 1. */
export function circularity(areaPx: number, perimeter: number): number {
  return Math.min(1, (4 * Math.PI * areaPx) / perimeter ** 2);
}
