// Recolouring of cells (the paper's Neg-to-Pos augmentation; docs/reference.md 5): negative cells of a segmentation become
// positive, blue turns red, in whole cells that are chosen at random.

import { findCells } from '../postprocessing/cells.js';
import { flood } from '../postprocessing/flood.js';
import { CELL, labelSet } from '../postprocessing/labels.js';
import { classifyPixels } from '../postprocessing/pixelClasses.js';
import { DEFAULT_SEG_THRESHOLD } from '../postprocessing/thresholds.js';
import type { Raster } from '../protocol/raster.js';
import { shuffled, type Random } from '../random/random.js';

export interface Recoloured {
  readonly segmentation: Raster;
  /** width × height, 1 in the cells that were recoloured. */
  readonly cells: Uint8Array;
  readonly positiveBefore: number;
  readonly negativeBefore: number;
  readonly recoloured: number;
}

/** Label of chosen cells, which no class of a mask has. */
const CHOSEN = 102;
/** Reach of a cell's soft edge beyond its pixels. */
const EDGE_PX = 2;

/**
 * Recolours a share of the negative cells, round(fraction × their number). In a cell and in its edge, red and blue change places where blue is
 * stronger, so that maps of networks keep their shades; outlines are green in both classes and stay.
 */
export function recolourCells(segmentation: Raster, fraction: number, random: Random): Recoloured {
  const { width, height } = segmentation;
  const classes = classifyPixels(segmentation, DEFAULT_SEG_THRESHOLD);
  const { mask, cells } = findCells(classes, width, height);
  const negative = Array.from(cells.positive.keys()).filter((i) => cells.positive[i] === 0);
  const chosen = shuffled(negative.length, random)
    .slice(0, Math.round(fraction * negative.length))
    .map((i) => negative[i]!);
  const fill = flood(mask.data, width, height, { fillable: labelSet(CELL), label: CHOSEN, connectivity: 8 });
  for (const i of chosen) {
    fill.seed(cells.firstX[i]!, cells.firstY[i]!);
    fill.spread();
  }
  return {
    segmentation: exchanged(segmentation, mask.data),
    cells: mask.data.map((label) => (label === CHOSEN ? 1 : 0)),
    positiveBefore: cells.length - negative.length,
    negativeBefore: negative.length,
    recoloured: chosen.length,
  };
}

function exchanged(segmentation: Raster, mask: Uint8Array): Raster {
  const { width, height } = segmentation;
  const data = segmentation.data.slice();
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const [red, blue] = [data[3 * i]!, data[3 * i + 2]!];
      if (blue <= red || mask[i] === CELL) continue;
      if (mask[i] !== CHOSEN && !near(mask, width, height, x, y)) continue;
      data[3 * i] = blue;
      data[3 * i + 2] = red;
    }
  return { ...segmentation, data };
}

/** True if a chosen cell is within reach. */
function near(mask: Uint8Array, width: number, height: number, x: number, y: number): boolean {
  for (let v = Math.max(0, y - EDGE_PX); v <= Math.min(height - 1, y + EDGE_PX); v++)
    for (let u = Math.max(0, x - EDGE_PX); u <= Math.min(width - 1, x + EDGE_PX); u++)
      if (mask[v * width + u] === CHOSEN) return true;
  return false;
}
