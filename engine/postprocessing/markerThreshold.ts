// Automatic marker threshold: the brightness from which on a cell is positive, judged from the marker image
// (docs/reference.md 7.5).

import { roundHalfEven } from './rounding.js';

/** Share of the range between the darkest and the brightest pixels. */
const SHARE_OF_RANGE = 0.9;

/**
 * Threshold at 90 % of the range from the darkest to the brightest pixels of the marker image; 0 when all are black.
 * `plane`: brightness of the whole image (`markerPlane`).
 */
export function automaticMarkerThreshold(plane: Uint8Array): number {
  const { low, high } = markerRange(plane);
  return roundHalfEven((high - low) * SHARE_OF_RANGE) + low;
}

/** The 0.1 and the 99.9 percentile of the brightness of pixels that are not black, rounded; 0 when all are. */
export function markerRange(plane: Uint8Array): { low: number; high: number } {
  const pixelsOfLevel = new Float64Array(256);
  // An index, because an iterator takes ten times as long, seconds for a large image.
  // eslint-disable-next-line @typescript-eslint/prefer-for-of
  for (let i = 0; i < plane.length; i++) pixelsOfLevel[plane[i]!]!++;
  pixelsOfLevel[0] = 0;
  const pixels = pixelsOfLevel.reduce((a, b) => a + b);
  if (pixels === 0) return { low: 0, high: 0 };
  return {
    low: roundHalfEven(quantile(pixelsOfLevel, pixels, 0.001)),
    high: roundHalfEven(quantile(pixelsOfLevel, pixels, 0.999)),
  };
}

/** Linear between the two nearest ranks, with NumPy's arithmetic, on which a half-way case may depend. */
function quantile(pixelsOfLevel: Float64Array, pixels: number, share: number): number {
  const rank = (pixels - 1) * share;
  const below = levelOfRank(pixelsOfLevel, Math.floor(rank));
  const above = levelOfRank(pixelsOfLevel, Math.min(Math.floor(rank) + 1, pixels - 1));
  const part = rank - Math.floor(rank);
  const difference = above - below;
  return part >= 0.5 ? above - difference * (1 - part) : below + difference * part;
}

/** Brightness of the pixel at this place (from 0) when pixels are sorted by brightness. */
function levelOfRank(pixelsOfLevel: Float64Array, rank: number): number {
  let seen = 0;
  for (let level = 0; level < 256; level++) {
    seen += pixelsOfLevel[level]!;
    if (seen > rank) return level;
  }
  return 255;
}
