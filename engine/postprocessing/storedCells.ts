// Draws and scores stored cells again: other thresholds need neither networks nor the segmentation map (reference
// sheet 7.8, cells_to_final_results). Counts equal the direct way; single pixels of the pictures differ, because only
// contours were stored.

import { scoring, type Scoring } from './scoring.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import { growBackground } from './background.js';
import { cellRecords, valueOf, type CellData } from './cellData.js';
import { cellListOf, type CellRecord } from './cellRecord.js';
import { COUNTED_POSITIVE, NOT_COUNTED, gateCells, type Gate } from './gate.js';
import { BACKGROUND, NEGATIVE, NEGATIVE_BORDER, POSITIVE, POSITIVE_BORDER, UNKNOWN } from './labels.js';
import { widenOutlines } from './outlines.js';
import { paintOverlay, paintRefined } from './pictures.js';
import type { PostprocessOptions, Thresholds } from './thresholds.js';

/** Options that can still be chosen once cells are stored. */
export type StoredCellOptions = Pick<
  PostprocessOptions,
  'sizeThreshold' | 'sizeThresholdUpper' | 'markerThreshold' | 'odThresholdLower' | 'odThresholdUpper'
>;

export interface StoredCellResults {
  readonly scoring: Scoring;
  readonly refined: Raster;
  readonly overlaid: Raster;
  /** Options without effect, because the cells carry no such measurement. */
  readonly ignored: readonly (keyof StoredCellOptions)[];
}

/**
 * Gates stored cells and draws them. `original` (H, W, 3) is the image they were found in.
 * Versions 3 and 4 carry no optical density and ignore its thresholds; 5 and 6 ignore the marker threshold.
 * Throws `usage` when cells lie outside the image.
 */
export function cellsToFinalResults(
  data: CellData,
  original: Raster,
  options: StoredCellOptions = {},
): StoredCellResults {
  const records = cellRecords(data);
  const { thresholds, ignored } = storedThresholds(data, options);
  const gate = gateCells(cellListOf(records), thresholds);
  const mask = drawStoredCells(records, gate, original.width, original.height);
  return {
    scoring: scoring(gate, thresholds),
    refined: paintRefined(mask),
    overlaid: paintOverlay(mask, original),
    ignored,
  };
}

/** Thresholds for stored cells, automatic ones taken from the settings stored with them. */
export function storedThresholds(
  data: CellData,
  options: StoredCellOptions,
): { thresholds: Thresholds; ignored: (keyof StoredCellOptions)[] } {
  const { settings } = data;
  const { sizeThreshold = 'auto', markerThreshold = 'none', sizeThresholdUpper } = options;
  const hasOd = valueOf(data.dataVersion) === 'od';
  const storedMarker = settings.default_marker_thresh ?? null;
  const ignored: (keyof StoredCellOptions)[] = [];
  if (storedMarker === null && markerThreshold !== 'none') ignored.push('markerThreshold');
  for (const name of ['odThresholdLower', 'odThresholdUpper'] as const)
    if (!hasOd && options[name] !== undefined) ignored.push(name);
  const od = (name: 'odThresholdLower' | 'odThresholdUpper'): Partial<Thresholds> =>
    hasOd && options[name] !== undefined ? { [name]: options[name] } : {};
  const thresholds = {
    segThreshold: settings.seg_thresh,
    sizeThreshold: sizeThreshold === 'auto' ? settings.default_size_thresh : sizeThreshold,
    ...(sizeThresholdUpper === undefined ? {} : { sizeThresholdUpper }),
    ...(storedMarker === null || markerThreshold === 'none'
      ? {}
      : { markerThreshold: markerThreshold === 'auto' ? storedMarker : markerThreshold }),
    ...od('odThresholdLower'),
    ...od('odThresholdUpper'),
  };
  return { thresholds, ignored };
}

/**
 * A mask (H, W, 1) drawn from the contours of counted cells: bodies, and outlines three pixels wide outside of them.
 * Throws `usage` when cells lie outside the image or cover more than it.
 */
export function drawStoredCells(
  records: readonly CellRecord[],
  gate: Gate,
  width: number,
  height: number,
): Raster {
  requireInside(records, width, height);
  const data = new Uint8Array(width * height).fill(UNKNOWN);
  const mask: Raster = { width, height, channels: 1, data };
  records.forEach((record, i) => {
    if (gate[i] !== NOT_COUNTED)
      drawContour(mask, record, gate[i] === COUNTED_POSITIVE ? POSITIVE_BORDER : NEGATIVE_BORDER);
  });
  growBackground(data, width, height);
  fillBodies(mask);
  outlineBodies(mask);
  widenOutlines(mask);
  widenOutlines(mask);
  return mask;
}

function drawContour(mask: Raster, record: CellRecord, label: number): void {
  let [x, y] = record.boundary.at(-1)!;
  for (const [cornerX, cornerY] of record.boundary) {
    const stepX = Math.sign(cornerX - x);
    const stepY = Math.sign(cornerY - y);
    while (x !== cornerX || y !== cornerY) {
      mask.data[y * mask.width + x] = label;
      x += stepX;
      y += stepY;
    }
    mask.data[y * mask.width + x] = label;
  }
}

/** Contours become part of the body, and what is left unknown lies inside one: it takes its left neighbour's class. */
function fillBodies({ data }: Raster): void {
  for (let i = 0; i < data.length; i++) {
    if (data[i] === POSITIVE_BORDER) data[i] = POSITIVE;
    else if (data[i] === NEGATIVE_BORDER) data[i] = NEGATIVE;
    else if (data[i] === UNKNOWN) data[i] = data[i - 1]!;
  }
}

/** Turns background that shares an edge with a body into its border, in scan order; the first body wins. */
function outlineBodies({ width, height, data }: Raster): void {
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const label = data[i]!;
      if (label !== POSITIVE && label !== NEGATIVE) continue;
      const border = label === POSITIVE ? POSITIVE_BORDER : NEGATIVE_BORDER;
      if (y > 0 && data[i - width] === BACKGROUND) data[i - width] = border;
      if (x > 0 && data[i - 1] === BACKGROUND) data[i - 1] = border;
      if (x < width - 1 && data[i + 1] === BACKGROUND) data[i + 1] = border;
      if (y < height - 1 && data[i + width] === BACKGROUND) data[i + width] = border;
    }
  }
}

function requireInside(records: readonly CellRecord[], width: number, height: number): void {
  let coveredPx = 0;
  records.forEach((record, i) => {
    coveredPx += record.size;
    for (const [x, y] of record.boundary)
      if (x >= width || y >= height)
        throw new EngineError(
          'usage',
          `Cell ${i} of the cell data reaches (${x}, ${y}), outside the image of ${width} × ${height} px: ` +
            'cell data and image do not belong together.',
        );
  });
  if (coveredPx > width * height)
    throw new EngineError(
      'usage',
      `The cells of the cell data cover ${coveredPx} px, more than the image of ${width} × ${height} px has.`,
    );
}
