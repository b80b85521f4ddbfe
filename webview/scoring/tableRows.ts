// Rows of the cell table without the table: columns, sorting, filtering and the histogram. Pure and column-wise, so
// that a hundred thousand cells sort between two frames.

import { COUNTED_POSITIVE, NOT_COUNTED } from '../../engine/postprocessing/gate.js';
import type { PageCells } from './pageCells.js';

export const COLUMN_IDS = ['number', 'class', 'area', 'marker', 'od', 'x', 'y', 'width', 'height'] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  /** "px", "µm²" …; empty without a unit. */
  readonly unit: string;
  readonly decimals: number;
  readonly valueOf: (cell: number) => number;
}

/** The columns that these cells have. `mpp` turns areas and extents into µm² and µm; places stay pixels. */
export function columnsOf(cells: PageCells, mpp?: number): readonly Column[] {
  const { list, gate } = cells;
  const lengthUnit = mpp === undefined ? 'px' : 'µm';
  const scale = mpp ?? 1;
  const decimals = mpp === undefined ? 0 : 1;
  const { marker, od } = list;
  return [
    column('number', '#', '', 0, (i) => i + 1),
    column('class', 'Class', '', 0, (i) => gate[i]!),
    column(
      'area',
      'Area',
      mpp === undefined ? 'px' : 'µm²',
      decimals,
      (i) => list.areaPx[i]! * scale * scale,
    ),
    ...(marker ? [column('marker', 'Marker', '', 0, (i) => marker[i]!)] : []),
    ...(od ? [column('od', 'Optical density', '', 2, (i) => od[i]! / 100)] : []),
    column('x', 'x', 'px', 0, (i) => list.centroidX[i]!),
    column('y', 'y', 'px', 0, (i) => list.centroidY[i]!),
    column('width', 'Width', lengthUnit, decimals, (i) => (list.maxX[i]! - list.minX[i]! + 1) * scale),
    column('height', 'Height', lengthUnit, decimals, (i) => (list.maxY[i]! - list.firstY[i]! + 1) * scale),
  ];
}

function column(
  id: ColumnId,
  title: string,
  unit: string,
  decimals: number,
  valueOf: (cell: number) => number,
): Column {
  return { id, title, unit, decimals, valueOf };
}

export const CLASS_FILTERS = ['all', 'counted', 'positive', 'negative', 'left out', 'corrected'] as const;
export type ClassFilter = (typeof CLASS_FILTERS)[number];

export interface RowFilter {
  readonly classes: ClassFilter;
  /** Values of a column, both ends included. */
  readonly range?: { readonly column: Column; readonly low: number; readonly high: number };
}

/** 1 for each cell that passes; undefined where the filter lets all through. */
export function filtered(cells: PageCells, { classes, range }: RowFilter): Uint8Array | undefined {
  if (classes === 'all' && !range) return undefined;
  const passes = new Uint8Array(cells.list.length);
  for (let i = 0; i < passes.length; i++) {
    if (!isOfClass(cells, i, classes)) continue;
    const value = range?.column.valueOf(i) ?? 0;
    passes[i] = !range || (value >= range.low && value <= range.high) ? 1 : 0;
  }
  return passes;
}

function isOfClass({ gate, corrected }: PageCells, i: number, classes: ClassFilter): boolean {
  switch (classes) {
    case 'all':
      return true;
    case 'counted':
      return gate[i] !== NOT_COUNTED;
    case 'positive':
      return gate[i] === COUNTED_POSITIVE;
    case 'negative':
      return gate[i] !== NOT_COUNTED && gate[i] !== COUNTED_POSITIVE;
    case 'left out':
      return gate[i] === NOT_COUNTED;
    case 'corrected':
      return corrected[i] === 1;
  }
}

/** Cells that pass, sorted by a column; equal ones stay in the order of the list, also when it is descending. */
export function sortedRows(
  length: number,
  passes: Uint8Array | undefined,
  by: Column,
  descending: boolean,
): Uint32Array {
  const rows = new Uint32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (!passes || passes[i] === 1) rows[count++] = i;
  const kept = rows.subarray(0, count);
  if (by.id === 'number') return descending ? kept.reverse() : kept;
  const values = Float64Array.from({ length }, (_, i) => by.valueOf(i));
  const sign = descending ? -1 : 1;
  return kept.sort((a, b) => sign * (values[a]! - values[b]!) || a - b);
}

export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** How the values of a column are spread; undefined without cells. The last bin includes `high`. */
export function histogram(length: number, { valueOf }: Column, bins = 48): Histogram | undefined {
  if (length === 0) return undefined;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < length; i++) {
    const value = valueOf(i);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const counts = new Array<number>(bins).fill(0);
  const width = (high - low) / bins;
  for (let i = 0; i < length; i++) {
    const bin = width === 0 ? 0 : Math.floor((valueOf(i) - low) / width);
    counts[Math.min(bins - 1, bin)]!++;
  }
  return { low, high, counts };
}

/** The rows that must exist for a window of a scrolled list: some more than are in sight. */
export function rowsInSight(
  rows: number,
  rowPx: number,
  scrollPx: number,
  windowPx: number,
  more = 8,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(scrollPx / rowPx) - more);
  const end = Math.min(rows, Math.ceil((scrollPx + windowPx) / rowPx) + more);
  return { first: Math.min(first, end), end };
}

/** Where to scroll so that a row is in sight; where it is already, nothing moves. */
export function scrolledTo(row: number, rowPx: number, scrollPx: number, windowPx: number): number {
  const top = row * rowPx;
  if (top < scrollPx) return top;
  return Math.max(scrollPx, top + rowPx - windowPx);
}
