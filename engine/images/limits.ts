// Limits on the size of image files. They apply to the size that the header claims, before anything is decoded.

import { unreadable } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';

/**
 * Largest image: about 31,600 × 31,600 pixels, 3 GB as raw colour. Anything larger is a whole slide, which needs a
 * reader of its own.
 */
export const DEFAULT_MAX_PIXELS = 1_000_000_000;

/** Longer rows or columns exist in no image file; decoders hold some rows at a time and would need gigabytes. */
const LARGEST_SIDE_PX = 500_000;

/** Label images are held whole. */
export const LARGEST_LABEL_SIDE_PX = 16_384;

/** Memory that a decoder may take for an image which it cannot read row by row. */
const WHOLE_IMAGE_LIMIT_BYTES = 1024 ** 3;

/** @throws EngineError image-unreadable with the size, the bound and what to do instead. */
export function refuseTooLarge(
  path: string,
  { width, height, wholeImageBytes }: Pick<ImageHeader, 'width' | 'height' | 'wholeImageBytes'>,
  wholeKind: string,
  maxPixels: number,
): void {
  const megapixels = (pixels: number) => `${Math.round(pixels / 1e4) / 100} megapixels`;
  if (width * height > maxPixels)
    throw unreadable(
      path,
      `it is too large: ${width} × ${height} pixels (${megapixels(width * height)}); at most ${megapixels(maxPixels)} ` +
        'are read from an image file. Whole slides come with a reader of their own; export a region of it instead.',
    );
  if (Math.max(width, height) > LARGEST_SIDE_PX)
    throw unreadable(
      path,
      `its header gives a size of ${width} × ${height} pixels; at most ${LARGEST_SIDE_PX} in a row or column are read.`,
    );
  if (wholeImageBytes > WHOLE_IMAGE_LIMIT_BYTES)
    throw unreadable(
      path,
      `it is too large for its kind: ${width} × ${height} pixels of ${wholeKind} can only be decoded all at ` +
        `once, which takes ${(wholeImageBytes / 1e9).toFixed(1)} GB. Save it as a tiled TIFF or a plain PNG.`,
    );
}
