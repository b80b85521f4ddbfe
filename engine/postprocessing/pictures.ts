// A finished mask as colours (docs/reference.md 7.7). Both pictures are painted by bands of rows, so that the picture of
// an image too large to hold can be written while it is painted.

import { EngineError } from '../protocol/errors.js';
import type { Raster, Rgb } from '../protocol/raster.js';
import { NEGATIVE, NEGATIVE_BORDER, POSITIVE, POSITIVE_BORDER } from './labels.js';

const RED: Rgb = [255, 0, 0];
const GREEN: Rgb = [0, 255, 0];
const BLUE: Rgb = [0, 0, 255];

/** SegRefined: bodies red (positive) and blue (negative), outlines green, black elsewhere. */
const REFINED: ReadonlyMap<number, Rgb> = new Map([
  [POSITIVE, RED],
  [NEGATIVE, BLUE],
  [POSITIVE_BORDER, GREEN],
  [NEGATIVE_BORDER, GREEN],
]);

/** SegOverlaid: outlines only, in the colour of the class. */
const OVERLAY: ReadonlyMap<number, Rgb> = new Map([
  [POSITIVE_BORDER, RED],
  [NEGATIVE_BORDER, BLUE],
]);

/** Rows y0 … y0 + rows − 1 of the refined segmentation: (rows, W, 3). */
export function paintRefined(mask: Raster, y0 = 0, rows = mask.height - y0): Raster {
  requireRows(mask, y0, rows);
  const data = new Uint8Array(3 * mask.width * rows);
  paint(data, mask, y0, REFINED);
  return { width: mask.width, height: rows, channels: 3, data };
}

/** The given rows of the original image, of which the first is row y0, with outlines: (rows, W, 3). */
export function paintOverlay(mask: Raster, original: Raster, y0 = 0): Raster {
  requireRows(mask, y0, original.height);
  if (original.width !== mask.width)
    throw new EngineError(
      'usage',
      `The original image is ${original.width} px wide, the segmentation map ${mask.width} px: they must have the ` +
        'same size.',
    );
  const data = inColour(original);
  paint(data, mask, y0, OVERLAY);
  return { width: mask.width, height: original.height, channels: 3, data };
}

/** Paints the pixels of `rgb` whose label has a colour. */
function paint(rgb: Uint8Array, mask: Raster, y0: number, colours: ReadonlyMap<number, Rgb>): void {
  const colourOf = Array.from({ length: 256 }, (_, label) => colours.get(label));
  const { data, width } = mask;
  for (let at = 0, i = y0 * width; at < rgb.length; at += 3, i++) {
    const colour = colourOf[data[i]!];
    if (!colour) continue;
    rgb[at] = colour[0];
    rgb[at + 1] = colour[1];
    rgb[at + 2] = colour[2];
  }
}

function inColour(image: Raster): Uint8Array {
  if (image.channels === 3) return image.data.slice();
  const rgb = new Uint8Array(3 * image.data.length);
  for (let i = 0; i < image.data.length; i++) rgb.fill(image.data[i]!, 3 * i, 3 * i + 3);
  return rgb;
}

function requireRows(mask: Raster, y0: number, rows: number): void {
  if (y0 < 0 || y0 + rows > mask.height)
    throw new EngineError('usage', `Rows ${y0} to ${y0 + rows} do not lie in a mask of ${mask.height} rows.`);
}
