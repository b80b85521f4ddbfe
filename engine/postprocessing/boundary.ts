// The outer contour of a cell as a closed walk over its pixels, and its corners (docs/reference.md 7.8).

import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import { BACKGROUND } from './labels.js';

/** Eight neighbours, clockwise from the top left. */
const CLOCKWISE_X = [-1, 0, 1, 1, 1, 0, -1, -1] as const;
const CLOCKWISE_Y = [-1, -1, -1, 0, 1, 1, 1, 0] as const;
/** Opposite of direction k is k + 4. */
const LEFT_BELOW = 6;
/** Numbers that a walk may have. No cell comes near it, only maps that are no segmentation. */
const MOST_NUMBERS = 2 ** 25;

/** x0, y0, x1, y1, …: every pixel of a walk, or its corners. */
export type FlatPoints = readonly number[];

/**
 * Walks clockwise around the cell whose first pixel in scan order is (x, y); every step goes to one of the eight
 * neighbours. Thin parts are walked along twice. The walk returns to its first pixel, which is not repeated.
 *
 * The mask must not be drawn into: everything that is not background counts as cell (`eraseCells` restores it).
 * Throws `out-of-memory` for a walk of more than sixteen million steps.
 */
export function traceBoundary(mask: Raster, x: number, y: number): FlatPoints {
  const { width, height, data } = mask;
  const isCell = (px: number, py: number): boolean =>
    px >= 0 && py >= 0 && px < width && py < height && data[py * width + px] !== BACKGROUND;

  const walk: number[] = [x, y];
  // Neighbours before the first pixel in scan order (directions 7 and, where reached, 0 to 2) are background.
  let toPrevious = LEFT_BELOW;
  while (toPrevious >= 0 && !isCell(x + CLOCKWISE_X[toPrevious]!, y + CLOCKWISE_Y[toPrevious]!)) toPrevious--;
  if (toPrevious < 0) return walk;

  const firstToPrevious = toPrevious;
  let cx = x;
  let cy = y;
  for (;;) {
    // Turns clockwise from where the walk came until it finds a pixel; in the end it finds the one it came from.
    let toNext = (toPrevious + 1) & 7;
    while (!isCell(cx + CLOCKWISE_X[toNext]!, cy + CLOCKWISE_Y[toNext]!)) toNext = (toNext + 1) & 7;
    cx += CLOCKWISE_X[toNext]!;
    cy += CLOCKWISE_Y[toNext]!;
    toPrevious = (toNext + 4) & 7;
    if (cx === x && cy === y && toPrevious === firstToPrevious) return walk;
    if (walk.length >= MOST_NUMBERS)
      throw new EngineError(
        'out-of-memory',
        `The contour of the cell at (${x}, ${y}) is longer than ${MOST_NUMBERS / 2} px. It is probably no cell; ` +
          'give a large-noise threshold to leave it out.',
      );
    walk.push(cx, cy);
  }
}

/**
 * Corners of a closed walk: a point stays where the walk changes direction. The first point always stays.
 * Flat points in, flat points out.
 */
export function simplifyBoundary(walk: FlatPoints): number[] {
  const corners = walk.slice(0, 2);
  for (let at = 2; at < walk.length; at += 2) {
    const next = at + 2 < walk.length ? at + 2 : 0;
    const x = walk[at]!;
    const y = walk[at + 1]!;
    const straight =
      Math.sign(x - walk[at - 2]!) === Math.sign(walk[next]! - x) &&
      Math.sign(y - walk[at - 1]!) === Math.sign(walk[next + 1]! - y);
    if (!straight) corners.push(x, y);
  }
  return corners;
}
