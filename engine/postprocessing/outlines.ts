// Draws counted cells into the mask: bodies in their class, and around each an outline three pixels wide that lies
// outside the cell, on the background (docs/reference.md 7.7).

import type { Raster } from '../protocol/raster.js';
import type { CellList } from './cellColumns.js';
import { flood } from './flood.js';
import { COUNTED_POSITIVE, NOT_COUNTED, type Gate } from './gate.js';
import {
  BACKGROUND,
  CELL,
  NEGATIVE,
  NEGATIVE_BORDER,
  POSITIVE,
  POSITIVE_BORDER,
  labelSet,
} from './labels.js';

/**
 * Set in a border label while a pass of `widenOutlines` runs, so that pixels painted in this pass do not spread in it.
 */
const FRESH = 1; // all labels are even

/**
 * Draws the counted cells of a mask from `findCells`, in place. Where outlines meet, the first cell of the list
 * wins. Cells that are not counted stay as they are: invisible, but no outline runs over them.
 *
 * As in the reference, a cell's first pixel becomes part of the outline, and its own background neighbours
 * are reached only when the outline is widened.
 */
export function drawCells(mask: Raster, cells: CellList, gate: Gate): void {
  const { width, height, data } = mask;
  const negative = bodyPainter(mask, NEGATIVE, NEGATIVE_BORDER);
  const positive = bodyPainter(mask, POSITIVE, POSITIVE_BORDER);
  for (let i = 0; i < cells.length; i++) {
    if (gate[i] === NOT_COUNTED) continue;
    const isPositive = gate[i] === COUNTED_POSITIVE;
    const body = isPositive ? positive : negative;
    const x = cells.firstX[i]!;
    const y = cells.firstY[i]!;
    data[y * width + x] = isPositive ? POSITIVE_BORDER : NEGATIVE_BORDER;
    // The four neighbours that come later in scan order; earlier ones are background, or the pixel were not first.
    if (x < width - 1) body.seed(x + 1, y);
    if (y < height - 1) for (let dx = -1; dx <= 1; dx++) if (inside(x + dx, width)) body.seed(x + dx, y + 1);
    body.spread();
  }
  widenOutlines(mask);
  widenOutlines(mask);
}

/** Takes a drawing back: bodies become cells, outlines background again. The cells are those that were drawn. */
export function eraseCells(mask: Raster, cells: CellList): void {
  const { width, data } = mask;
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    if (label === NEGATIVE || label === POSITIVE) data[i] = CELL;
    else if (label === NEGATIVE_BORDER || label === POSITIVE_BORDER) data[i] = BACKGROUND;
  }
  for (let i = 0; i < cells.length; i++) data[cells.firstY[i]! * width + cells.firstX[i]!] = CELL;
}

/** Floods a cell's pixels with `body` and the background pixels that share an edge with them with `border`. */
function bodyPainter(mask: Raster, body: number, border: number): ReturnType<typeof flood> {
  const { width, height, data } = mask;
  function outline(start: number, end: number): void {
    for (let i = start; i <= end; i++) if (data[i] === BACKGROUND) data[i] = border;
  }
  return flood(data, width, height, {
    fillable: labelSet(CELL),
    label: body,
    connectivity: 8,
    visit(y, startX, endX) {
      const row = y * width;
      if (y > 0) outline(row - width + startX, row - width + endX);
      if (y < height - 1) outline(row + width + startX, row + width + endX);
      if (startX > 0) outline(row + startX - 1, row + startX - 1);
      if (endX < width - 1) outline(row + endX + 1, row + endX + 1);
    },
  });
}

/**
 * Makes all outlines one pixel wider, in place: in scan order, each border pixel takes those of its eight neighbours
 * that are background; what is taken does not spread in the same pass.
 */
export function widenOutlines(mask: Raster): void {
  const { width, height, data } = mask;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const label = data[row + x]!;
      // Two steps, because most pixels end at the first comparison.
      if (label < NEGATIVE_BORDER) continue;
      if (label !== NEGATIVE_BORDER && label !== POSITIVE_BORDER) continue;
      const left = x > 0 ? x - 1 : x;
      const right = x < width - 1 ? x + 1 : x;
      for (let ny = Math.max(0, y - 1); ny <= y + 1 && ny < height; ny++)
        for (let i = ny * width + left; i <= ny * width + right; i++)
          if (data[i] === BACKGROUND) data[i] = label | FRESH;
    }
    // The row above is settled once this one has been processed.
    if (y > 0) settle(data, row - width, row);
  }
  settle(data, (height - 1) * width, height * width);
}

function settle(data: Uint8Array, start: number, end: number): void {
  for (let i = start; i < end; i++) if (data[i]! & FRESH) data[i]! -= FRESH;
}

function inside(x: number, width: number): boolean {
  return x >= 0 && x < width;
}
