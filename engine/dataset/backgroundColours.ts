// Background colour of each modality: measured on the training images before training starts, stored in the model, and
// painted over empty tiles at inference (docs/reference.md 3.1).

import { emptyRaster } from '../images/memory.js';
import { copyRectangle } from '../images/rectangle.js';
import { isEmptyTile } from '../inference/emptyTile.js';
import type { Raster, Rgb } from '../protocol/raster.js';

/** One registered training sample. All rasters have the same size and three channels. */
export interface BackgroundSample {
  /** The translation targets, in the model's order: hematoxylin, DAPI, LAP2β, marker. */
  readonly translations: readonly Raster[];
  /** The segmentation target; background is where it shows nothing. */
  readonly segmentation: Raster;
}

/** Side of the squares that count as background or not, each as a whole. */
const BOX_PX = 32;
/** More samples would not change a mean colour; the reference stops here too. */
export const BACKGROUND_SAMPLES = 10;

/**
 * Mean background colour per modality over the first ten samples. Means are rounded down, per sample and once more at
 * the end.
 *
 * Samples are drawn lazily: a generator may read files one at a time. A sample without background is left out. All
 * colours are black if no sample has any.
 */
export function backgroundColours(samples: Iterable<BackgroundSample>): Rgb[] {
  const perSample: Rgb[][] = [];
  let modalities = 0;
  let looked = 0;
  for (const { segmentation, translations } of samples) {
    modalities = translations.length;
    const boxes = boxesOf(segmentation).filter((box) => isEmptyTile(cut(segmentation, box), 'reference'));
    if (boxes.length > 0) perSample.push(translations.map((raster) => meanColour(raster, boxes)));
    if (++looked === BACKGROUND_SAMPLES) break;
  }
  return Array.from({ length: modalities }, (_, modality) =>
    meanOfColours(perSample.map((colours) => colours[modality]!)),
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Boxes from left to right, top to bottom; smaller at the right and bottom edges if the sides are no multiples. */
function boxesOf({ width, height }: Raster): Box[] {
  const boxes: Box[] = [];
  for (let y = 0; y < height; y += BOX_PX)
    for (let x = 0; x < width; x += BOX_PX)
      boxes.push({ x, y, width: Math.min(BOX_PX, width - x), height: Math.min(BOX_PX, height - y) });
  return boxes;
}

function cut(raster: Raster, box: Box): Raster {
  const part = emptyRaster(box.width, box.height, raster.channels);
  copyRectangle(raster, box.x, box.y, part, 0, 0, part);
  return part;
}

function meanColour(raster: Raster, boxes: readonly Box[]): Rgb {
  const sums: [number, number, number] = [0, 0, 0];
  let pixels = 0;
  for (const box of boxes) {
    const { data } = cut(raster, box);
    for (let i = 0; i < data.length; i++) sums[(i % 3) as 0 | 1 | 2] += data[i]!;
    pixels += data.length / 3;
  }
  return [wholeLevel(sums[0], pixels), wholeLevel(sums[1], pixels), wholeLevel(sums[2], pixels)];
}

function meanOfColours(colours: readonly Rgb[]): Rgb {
  const level = (channel: 0 | 1 | 2) =>
    wholeLevel(
      colours.reduce((total, colour) => total + colour[channel], 0),
      colours.length,
    );
  return [level(0), level(1), level(2)];
}

/** Mean grey level, rounded down as a conversion to uint8 does; 0 if there are no values. */
function wholeLevel(sum: number, count: number): number {
  return count === 0 ? 0 : Math.floor(sum / count);
}
