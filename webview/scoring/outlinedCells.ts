// Cells as the worker hands them to the page: columns for gating, flat outlines for drawing, and the thresholds with which
// they were found. They come from cells.json, or from finding the cells again in the pictures.

import { perimeterPx } from '../../engine/measurements/shape.js';
import { readCellRecord } from '../../engine/postprocessing/cellRecordReader.js';
import { simplifyBoundary, traceBoundary } from '../../engine/postprocessing/boundary.js';
import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import { findCells } from '../../engine/postprocessing/cells.js';
import { type CellRecord, cellListOf, type Point } from '../../engine/postprocessing/cellRecord.js';
import { classifyPixels } from '../../engine/postprocessing/pixelClasses.js';
import { pixelOutline } from '../../engine/postprocessing/pixelOutline.js';
import {
  DEFAULT_NOISE_THRESHOLD,
  DEFAULT_SEG_THRESHOLD,
  largeNoiseThreshold,
} from '../../engine/postprocessing/thresholds.js';
import { EngineError } from '../../engine/protocol/errors.js';
import type { Raster } from '../../engine/protocol/raster.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import { t } from '../ui/l10n.js';

/** Most cells that a page can list and draw. */
export const MOST_PAGE_CELLS = 1_000_000;

/** Thresholds that decide which pixels form a cell; all others only gate the cells that are there. */
export interface Finding {
  readonly segThreshold: number;
  readonly noiseThreshold: number;
  /** null: there is none. */
  readonly largeNoiseThreshold: number | null;
}

export interface OutlinedCells {
  readonly found: Finding;
  readonly list: CellList;
  readonly outlineStart: Uint32Array;
  readonly outlineXy: Float32Array;
  /** Perimeter of each cell in pixels. */
  readonly perimeterPx?: Float32Array;
}

/** Pixels of a map, one value each, as the engine computes them. */
export interface MapPixels {
  readonly segmentation: Raster;
  readonly marker?: Uint8Array;
  readonly od?: Uint16Array;
}

/** Thresholds of finding in the options, as numbers. */
export function findingOf(options: PostprocessOptions): Finding {
  return {
    segThreshold: options.segThreshold ?? DEFAULT_SEG_THRESHOLD,
    noiseThreshold: options.noiseThreshold ?? DEFAULT_NOISE_THRESHOLD,
    largeNoiseThreshold: largeNoiseThreshold(options) ?? null,
  };
}

export function sameFinding(a: Finding, b: Finding): boolean {
  return (
    a.segThreshold === b.segThreshold &&
    a.noiseThreshold === b.noiseThreshold &&
    a.largeNoiseThreshold === b.largeNoiseThreshold
  );
}

/**
 * Reads the parsed JSON of cells.json, which may be of unknown origin.
 *
 * @throws EngineError `usage` for another form or size, a broken cell, a cell outside the map, or over a million cells
 */
export function readPageCells(
  json: unknown,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): OutlinedCells {
  const file = isObject(json) ? json : {};
  if (file.schemaVersion !== 1 || !Array.isArray(file.cells) || !isObject(file.found))
    throw new EngineError('usage', t('The file of cells has an unknown format. Score the result again.'));
  if (file.widthPx !== widthPx || file.heightPx !== heightPx)
    throw new EngineError(
      'usage',
      t(
        'The cells are of a map of {0} × {1} pixels, but the pictures have {2} × {3}: they do not belong together.',
        JSON.stringify(file.widthPx ?? null),
        JSON.stringify(file.heightPx ?? null),
        widthPx,
        heightPx,
      ),
    );
  if (file.cells.length > MOST_PAGE_CELLS)
    throw new EngineError(
      'usage',
      t(
        'The result has {0} cells; at most {1} can be shown and scored here. The command line scores more.',
        file.cells.length,
        MOST_PAGE_CELLS,
      ),
    );
  const found = readFinding(file.found);
  const withMarker = isObject(file.cells[0]) && file.cells[0].marker !== undefined;
  const records = file.cells.map((cell: unknown, i) => readCell(cell, i, withMarker, widthPx, heightPx));
  return { found, list: cellListOf(records), ...outlineColumns(records.length, (i) => records[i]!.boundary) };
}

/** Finds the cells of the pictures as the engine does. Without outlines they are for counting only. */
export function findPageCells(pixels: MapPixels, found: Finding, withOutlines = true): OutlinedCells {
  const { segmentation, marker, od } = pixels;
  const { mask, cells } = findCells(
    classifyPixels(segmentation, found.segThreshold),
    segmentation.width,
    segmentation.height,
    {
      noiseThreshold: found.noiseThreshold,
      ...(found.largeNoiseThreshold === null ? {} : { largeNoiseThreshold: found.largeNoiseThreshold }),
      ...(marker ? { marker } : {}),
      ...(od ? { od } : {}),
    },
  );
  const cornersOf = (i: number): readonly Point[] => {
    const flat = simplifyBoundary(traceBoundary(mask, cells.firstX[i]!, cells.firstY[i]!));
    return Array.from({ length: flat.length / 2 }, (_, k): Point => [flat[2 * k]!, flat[2 * k + 1]!]);
  };
  return { found, list: cells, ...outlineColumns(withOutlines ? cells.length : 0, cornersOf) };
}

/** Outlines and perimeters of cells by the corners of their boundaries. */
export function outlineColumns(
  count: number,
  cornersOf: (i: number) => readonly Point[],
): Pick<OutlinedCells, 'outlineStart' | 'outlineXy' | 'perimeterPx'> {
  const outlineStart = new Uint32Array(count + 1);
  let outlineXy = new Float32Array(64 * Math.max(1, count));
  const perimeters = new Float32Array(count);
  let end = 0;
  for (let i = 0; i < count; i++) {
    const corners = cornersOf(i);
    perimeters[i] = perimeterPx(corners);
    const outline = pixelOutline(corners);
    if (end + outline.length > outlineXy.length) {
      const larger = new Float32Array(2 * (end + outline.length));
      larger.set(outlineXy.subarray(0, end));
      outlineXy = larger;
    }
    outlineXy.set(outline, end);
    end += outline.length;
    outlineStart[i + 1] = end / 2;
  }
  return { outlineStart, outlineXy: outlineXy.slice(0, end), perimeterPx: perimeters };
}

function readCell(
  json: unknown,
  i: number,
  withMarker: boolean,
  widthPx: number,
  heightPx: number,
): CellRecord {
  const cell = readCellRecord(json, 'od', i);
  const { marker } = json as { readonly marker?: unknown };
  const isByte = typeof marker === 'number' && Number.isInteger(marker) && marker >= 0 && marker <= 255;
  if (withMarker ? !isByte : marker !== undefined)
    throw new EngineError(
      'usage',
      t('Cell {0} of the file of cells is broken: its marker is no number from 0 to 255.', i),
    );
  const [[left, top], [right, bottom]] = cell.bbox;
  const isInside = ([x, y]: Point) => x >= left && x <= right && y >= top && y <= bottom;
  if (
    right >= widthPx ||
    bottom >= heightPx ||
    !isInside(cell.centroid) ||
    !cell.boundary.every(isInside) ||
    cell.size > (right - left + 1) * (bottom - top + 1)
  )
    throw new EngineError(
      'usage',
      t(
        'Cell {0} of the file of cells does not lie inside its bounding box and the map of {1} × {2} px.',
        i,
        widthPx,
        heightPx,
      ),
    );
  return withMarker ? { ...cell, marker: marker as number } : cell;
}

function readFinding(found: Readonly<Record<string, unknown>>): Finding {
  const { segThreshold, noiseThreshold, largeNoiseThreshold: large = null } = found;
  if (!isAmount(segThreshold) || !isAmount(noiseThreshold) || !(large === null || isAmount(large)))
    throw new EngineError(
      'usage',
      t('The file of cells lacks the thresholds with which the cells were found. Score the result again.'),
    );
  return { segThreshold, noiseThreshold, largeNoiseThreshold: large };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
