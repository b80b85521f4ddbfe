// Perimeter and circularity of a cell, from its boundary.

import type { Point } from '../postprocessing/cellRecord.js';

/**
 * Length of the walk along the outermost pixels, from centre to centre: 1 per straight step, √2 per diagonal one. It is the
 * `perimeter` of scikit-image (neighbourhood 4) for a region without holes; a single pixel has none.
 */
export function perimeterPx(boundary: readonly Point[]): number {
  let length = 0;
  let [previousX, previousY] = boundary.at(-1)!;
  for (const [x, y] of boundary) {
    length += Math.hypot(x - previousX, y - previousY);
    previousX = x;
    previousY = y;
  }
  return length;
}

/**
 * 4π · area / perimeter²: 1 for a disc in theory, about 0.9 for one of pixels, less for anything else. Tiny cells would
 * exceed 1 and are given 1.
 */
export function circularity(areaPx: number, perimeter: number): number {
  return Math.min(1, (4 * Math.PI * areaPx) / perimeter ** 2);
}
