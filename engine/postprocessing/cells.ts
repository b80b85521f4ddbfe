// Finds the cells of a class plane and measures them (docs/reference.md 7.3). Measurements are kept column-wise in
// typed arrays, so that a hundred thousand cells are a few megabytes and can be gated again in a millisecond.

import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import { growBackground } from './background.js';
import { CellColumns, type CellList } from './cellColumns.js';
import { flood } from './flood.js';
import { BACKGROUND, CELL, NEGATIVE, POSITIVE, UNKNOWN, labelSet } from './labels.js';
import { roundHalfEven } from './rounding.js';
import { DEFAULT_NOISE_THRESHOLD } from './thresholds.js';

export interface CellSearch {
  /** `markerPlane` of the whole image. */
  readonly marker?: Uint8Array;
  /** `opticalDensityPlane` of the whole image. */
  readonly od?: Uint16Array;
  /** Clusters of at most so many pixels are noise. Default 4. */
  readonly noiseThreshold?: number;
  /** Clusters of at least so many pixels are noise too. Default: none. */
  readonly largeNoiseThreshold?: number;
}

export interface FoundCells {
  /** Width × height × 1: background or cell; noise counts as cell, and keeps outlines off itself. */
  readonly mask: Raster;
  readonly cells: CellList;
}

/**
 * Finds cells: grows the background, then takes each group of pixels that touch by edge or corner as one cell,
 * holes included, and drops noise from the list.
 *
 * `classPlane` (`classifyPixels` of the whole map, width × height) becomes the mask's data: it is changed in place.
 * Throws `usage` when a plane has another size, `out-of-memory` beyond five million cells.
 */
export function findCells(
  classPlane: Uint8Array,
  width: number,
  height: number,
  search: CellSearch = {},
): FoundCells {
  const { marker, od, noiseThreshold = DEFAULT_NOISE_THRESHOLD, largeNoiseThreshold = Infinity } = search;
  requirePlane('segmentation map', classPlane, width, height);
  if (marker) requirePlane('marker image', marker, width, height);
  if (od) requirePlane('original image', od, width, height);

  growBackground(classPlane, width, height);
  const columns = new CellColumns(marker !== undefined, od !== undefined);
  let area = 0;
  let positivePx = 0;
  let negativePx = 0;
  let sumX = 0;
  let sumY = 0;
  let minX = 0;
  let maxX = 0;
  let maxY = 0;
  let brightest = 0;
  let sumOd = 0;
  const cell = flood(classPlane, width, height, {
    fillable: labelSet(UNKNOWN, NEGATIVE, POSITIVE),
    label: CELL,
    connectivity: 8,
    visit(y, startX, endX) {
      const lengthPx = endX - startX + 1;
      area += lengthPx;
      sumX += ((startX + endX) * lengthPx) / 2;
      sumY += y * lengthPx;
      if (startX < minX) minX = startX;
      if (endX > maxX) maxX = endX;
      if (y > maxY) maxY = y;
      const start = y * width + startX;
      const end = start + lengthPx;
      for (let i = start; i < end; i++) {
        const label = classPlane[i]!;
        if (label === POSITIVE) positivePx++;
        else if (label === NEGATIVE) negativePx++;
      }
      if (marker) for (let i = start; i < end; i++) if (marker[i]! > brightest) brightest = marker[i]!;
      if (od) for (let i = start; i < end; i++) sumOd += od[i]!;
    },
  });

  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const label = classPlane[i]!;
      if (label === BACKGROUND || label === CELL) continue;
      area = positivePx = negativePx = sumX = sumY = brightest = sumOd = 0;
      minX = maxX = x;
      maxY = y;
      cell.seed(x, y);
      cell.spread();
      if (area <= noiseThreshold || area >= largeNoiseThreshold) continue;
      columns.add({
        areaPx: area,
        positive: positivePx >= negativePx,
        firstX: x,
        firstY: y,
        minX,
        maxX,
        maxY,
        centroidX: roundHalfEven(sumX / area),
        centroidY: roundHalfEven(sumY / area),
        marker: brightest,
        od: roundHalfEven(sumOd / area),
      });
    }
  }
  return { mask: { width, height, channels: 1, data: classPlane }, cells: columns.list() };
}

function requirePlane(what: string, plane: ArrayLike<number>, width: number, height: number): void {
  if (plane.length !== width * height)
    throw new EngineError(
      'usage',
      `The ${what} has ${plane.length} pixels where ${width} × ${height} = ${width * height} are expected: ` +
        'segmentation map, marker image and original image must have the same size.',
    );
}
