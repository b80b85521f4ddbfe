// Signal in the marker panel where a cell was recoloured. The true panel is dark there, since the cell was negative; a
// row for training needs signal. The painted colour is that of the brightest tenth of a true positive cell, the median
// over such cells, with a soft edge: a blurred spot without the texture of a real one. It is the brightest tenth, because
// the panel often lies some pixels beside the segmentation, so that a cell's outline holds dark pixels as well.

import { smoothPlane } from '../rendering/smooth.js';
import { findCells } from '../postprocessing/cells.js';
import { flood } from '../postprocessing/flood.js';
import { CELL, labelSet } from '../postprocessing/labels.js';
import { classifyPixels } from '../postprocessing/pixelClasses.js';
import { DEFAULT_SEG_THRESHOLD } from '../postprocessing/thresholds.js';
import type { Raster, Rgb } from '../protocol/raster.js';

const VISITED = 102;
/** Standard deviation of the soft edge, in pixels of a tile of 512 px. */
const EDGE_PX = 4;
/** Share of a cell that does not exceed its look. */
const BRIGHT = 0.9;

/** The colour of the brightest tenth of each positive cell, channel by channel. */
export function positiveLooks(marker: Raster, segmentation: Raster): Rgb[] {
  const { width, height } = segmentation;
  const { mask, cells } = findCells(classifyPixels(segmentation, DEFAULT_SEG_THRESHOLD), width, height);
  let pixels: number[] = [];
  const gather = flood(mask.data, width, height, {
    fillable: labelSet(CELL),
    label: VISITED,
    connectivity: 8,
    visit: (y, startX, endX) => {
      for (let x = startX; x <= endX; x++) pixels.push(y * width + x);
    },
  });
  const looks: Rgb[] = [];
  for (let i = 0; i < cells.length; i++) {
    if (cells.positive[i] === 0) continue;
    pixels = [];
    gather.seed(cells.firstX[i]!, cells.firstY[i]!);
    gather.spread();
    const own = pixels.map((at): Rgb => [
      marker.data[3 * at]!,
      marker.data[3 * at + 1]!,
      marker.data[3 * at + 2]!,
    ]);
    looks.push(quantileColour(own, BRIGHT));
  }
  return looks;
}

/** Level, channel by channel, that so large a share of the colours does not exceed. */
function quantileColour(colours: readonly Rgb[], share: number): Rgb {
  const channel = (c: 0 | 1 | 2) =>
    colours.map((colour) => colour[c]).sort((a, b) => a - b)[Math.floor(colours.length * share)]!;
  return [channel(0), channel(1), channel(2)];
}

export function medianColour(colours: readonly Rgb[]): Rgb {
  return quantileColour(colours, 0.5);
}

/** The marker panel with the colour in the cells, nowhere darker than before. @param cells width × height, 1 in the cells */
export function paintMarker(marker: Raster, cells: Uint8Array, look: Rgb): Raster {
  const { width, height } = marker;
  const soft = smoothPlane(
    Float32Array.from(cells),
    width,
    height,
    (EDGE_PX * Math.min(width, height)) / 512,
  );
  const data = marker.data.map((level, i) => {
    const painted = Math.round(level + soft[Math.floor(i / 3)]! * (look[i % 3]! - level));
    return Math.max(level, painted);
  });
  return { ...marker, data };
}
