// Scale of an analysis: how large a pixel is, and why a tile got its size. result.json records it, and every place that
// shows a score says it, since a model finds other cells in an image of another magnification.

import { oneOf, stored, type Shape } from './shape.js';
import { mpp } from './sharedShapes.js';

/**
 * Source of a tile's size: `tilePx` and `mpp` were given by the user for this analysis, `folder` was answered once for
 * the images of a folder, `file` stands in the image file, `assumed` means that nobody knows, and that the image is taken
 * to have the model's own magnification.
 */
export type ScaleBasis = 'tilePx' | 'mpp' | 'folder' | 'file' | 'assumed';

export interface Scale {
  readonly basis: ScaleBasis;
  /** Micrometres per pixel by which the tile was chosen; absent if they are unknown. */
  readonly mpp?: number;
  /** Micrometres per pixel of the model's training images; absent if they are unknown. */
  readonly modelMpp?: number;
}

export const storedScale: Shape<Scale> = stored(
  { basis: oneOf('tilePx', 'mpp', 'folder', 'file', 'assumed') },
  { mpp, modelMpp: mpp },
);

/** Scale in a few words for people: "20x · 256 px tiles". A magnification is 10 divided by the micrometres per pixel. */
export function scaleInWords({ mpp, modelMpp, tilePx }: Scale & { readonly tilePx: number }): string {
  const known = mpp ?? modelMpp;
  const tiles = `${tilePx} px tiles`;
  return known === undefined ? tiles : `${Number((10 / known).toPrecision(2))}x · ${tiles}`;
}
