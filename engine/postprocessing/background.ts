// Separates the background from holes in cells among unknown pixels (docs/reference.md 7.2).

import { flood } from './flood.js';
import { BACKGROUND, UNKNOWN, labelSet } from './labels.js';

/**
 * Grows the background from the image frame through unknown pixels that share an edge, in place. Unknown pixels
 * that it does not reach are holes: a diagonal gap in a ring does not open it.
 *
 * classPlane: width × height labels (`classifyPixels`). Running it again changes nothing.
 */
export function growBackground(classPlane: Uint8Array, width: number, height: number): void {
  if (width === 0 || height === 0) return;
  const background = flood(classPlane, width, height, {
    fillable: labelSet(UNKNOWN),
    label: BACKGROUND,
    connectivity: 4,
  });
  for (let x = 0; x < width; x++) {
    background.seed(x, 0);
    background.seed(x, height - 1);
  }
  for (let y = 0; y < height; y++) {
    background.seed(0, y);
    background.seed(width - 1, y);
  }
  background.spread();
}
