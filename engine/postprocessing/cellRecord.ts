// One cell as plain data, as the reference's cell files (docs/reference.md 7.8) and ours spell it.

import type { PostprocessOptions } from '../protocol/thresholds.js';
import type { Raster } from '../protocol/raster.js';
import { simplifyBoundary, traceBoundary } from './boundary.js';
import { CellColumns, type CellList } from './cellColumns.js';

export type Point = readonly [x: number, y: number];

export interface CellRecord {
  /** Area in pixels, holes included. */
  readonly size: number;
  /** Class by the cell's pixels, before any threshold. */
  readonly positive: boolean;
  /** Largest brightness of the marker image, 0 … 255. */
  readonly marker?: number;
  /** Mean optical density of the stained image, in hundredths. */
  readonly od?: number;
  /** Top left and bottom right pixel. */
  readonly bbox: readonly [Point, Point];
  readonly centroid: Point;
  /** Corners of the outer contour, clockwise from the first pixel in scan order; every segment runs in one of eight directions. */
  readonly boundary: readonly Point[];
}

/** Cell i of the list, with its contour traced in the mask, which must not be drawn into (see `eraseCells`). */
export function cellRecord(mask: Raster, cells: CellList, i: number): CellRecord {
  const { marker, od } = cells;
  const corners = simplifyBoundary(traceBoundary(mask, cells.firstX[i]!, cells.firstY[i]!));
  return {
    size: cells.areaPx[i]!,
    positive: cells.positive[i] === 1,
    ...(marker ? { marker: marker[i]! } : {}),
    ...(od ? { od: od[i]! } : {}),
    bbox: [
      [cells.minX[i]!, cells.firstY[i]!],
      [cells.maxX[i]!, cells.maxY[i]!],
    ],
    centroid: [cells.centroidX[i]!, cells.centroidY[i]!],
    boundary: Array.from({ length: corners.length / 2 }, (_, k): Point => [
      corners[2 * k]!,
      corners[2 * k + 1]!,
    ]),
  };
}

/** Records back as columns, for gating. Marker and optical density are kept where the first record has them. */
export function cellListOf(records: readonly CellRecord[]): CellList {
  const columns = new CellColumns(records[0]?.marker !== undefined, records[0]?.od !== undefined);
  for (const { size, positive, marker = 0, od = 0, bbox, centroid, boundary } of records) {
    columns.add({
      areaPx: size,
      positive,
      firstX: boundary[0]![0],
      firstY: boundary[0]![1],
      minX: bbox[0][0],
      maxX: bbox[1][0],
      maxY: bbox[1][1],
      centroidX: centroid[0],
      centroidY: centroid[1],
      marker,
      od,
    });
  }
  return columns.list();
}

/** cells.json: every cell beyond noise, before size and marker gating, so that thresholds can be moved later. */
export interface CellsFile {
  readonly schemaVersion: 1;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Options with which cells were found; finding them again with other values needs the segmentation map. */
  readonly found: {
    readonly segThreshold: number;
    readonly noiseThreshold: number;
    readonly largeNoiseThreshold: number | null;
    readonly resolution: PostprocessOptions['resolution'];
  };
  /** Cells in scan order; pixels and pixel coordinates; `od` in hundredths of optical density. */
  readonly cells: readonly CellRecord[];
}
