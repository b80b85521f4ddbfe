// Grid of buckets over the boxes of cells, built once per list. Picking a cell and drawing the visible cells then take
// a few buckets, not a hundred thousand cells.

import type { PageCells } from './pageCells.js';
import type { Bounds } from './camera.js';

const BUCKET_PX = 64;
const MOST_BUCKETS_A_SIDE = 1024;

export interface CellGrid {
  readonly bucketPx: number;
  readonly columns: number;
  readonly rows: number;
  /** Bucket i holds cells[start[i]] up to cells[start[i + 1]]; a cell is in the bucket of its box's middle. */
  readonly start: Uint32Array;
  readonly cells: Uint32Array;
  /** Half of the largest box: cells whose middle lies that far outside are found too. */
  readonly reachPx: number;
}

type Boxes = Pick<PageCells['list'], 'length' | 'minX' | 'maxX' | 'firstY' | 'maxY'>;

export function cellGrid(list: Boxes): CellGrid {
  let right = 1;
  let bottom = 1;
  let reachPx = 1;
  for (let i = 0; i < list.length; i++) {
    right = Math.max(right, list.maxX[i]! + 1);
    bottom = Math.max(bottom, list.maxY[i]! + 1);
    reachPx = Math.max(
      reachPx,
      (list.maxX[i]! - list.minX[i]!) / 2 + 1,
      (list.maxY[i]! - list.firstY[i]!) / 2 + 1,
    );
  }
  const bucketPx = Math.max(BUCKET_PX, Math.max(right, bottom) / MOST_BUCKETS_A_SIDE);
  const columns = Math.ceil(right / bucketPx);
  const rows = Math.ceil(bottom / bucketPx);
  const bucketOf = (i: number) =>
    Math.floor((list.firstY[i]! + list.maxY[i]!) / 2 / bucketPx) * columns +
    Math.floor((list.minX[i]! + list.maxX[i]!) / 2 / bucketPx);
  const start = new Uint32Array(columns * rows + 1);
  for (let i = 0; i < list.length; i++) start[bucketOf(i) + 1]!++;
  for (let b = 0; b < columns * rows; b++) start[b + 1]! += start[b]!;
  const next = start.slice();
  const cells = new Uint32Array(list.length);
  for (let i = 0; i < list.length; i++) cells[next[bucketOf(i)]!++] = i;
  return { bucketPx, columns, rows, start, cells, reachPx };
}

/** Cells that touch the bounds, and some near them. */
export function cellsWithin(grid: CellGrid, [left, top, right, bottom]: Bounds): Uint32Array {
  const { bucketPx, columns, rows, start, cells, reachPx } = grid;
  const column = (x: number) => Math.min(Math.max(Math.floor(x / bucketPx), 0), columns - 1);
  const row = (y: number) => Math.min(Math.max(Math.floor(y / bucketPx), 0), rows - 1);
  const first = column(left - reachPx);
  const last = column(right + reachPx);
  const parts: Uint32Array[] = [];
  let count = 0;
  for (let r = row(top - reachPx); r <= row(bottom + reachPx); r++) {
    const part = cells.subarray(start[r * columns + first], start[r * columns + last + 1]);
    parts.push(part);
    count += part.length;
  }
  const within = new Uint32Array(count);
  let at = 0;
  for (const part of parts) {
    within.set(part, at);
    at += part.length;
  }
  return within;
}

/** Cells whose centroid lies in a rectangle, ascending. `passes`: 1 for each cell that may be among them. */
export function centredWithin(
  { list }: Pick<PageCells, 'list'>,
  grid: CellGrid,
  bounds: Bounds,
  passes: Uint8Array | undefined,
): Uint32Array {
  const [left, top, right, bottom] = bounds;
  return cellsWithin(grid, bounds)
    .filter((i) => {
      // The middle of pixel x is x + 0.5.
      const x = list.centroidX[i]! + 0.5;
      const y = list.centroidY[i]! + 0.5;
      return x >= left && x <= right && y >= top && y <= bottom && (!passes || passes[i] === 1);
    })
    .sort();
}

/** Cell whose outline encloses a point; the smallest where several do. */
export function cellAt(cells: PageCells, grid: CellGrid, x: number, y: number): number | undefined {
  let found: number | undefined;
  for (const i of cellsWithin(grid, [x, y, x, y])) {
    const { list } = cells;
    if (x < list.minX[i]! || x >= list.maxX[i]! + 1 || y < list.firstY[i]! || y >= list.maxY[i]! + 1)
      continue;
    if (!encloses(cells, i, x, y)) continue;
    if (found === undefined || list.areaPx[i]! < list.areaPx[found]!) found = i;
  }
  return found;
}

function encloses({ outlineStart, outlineXy }: PageCells, cell: number, x: number, y: number): boolean {
  const from = outlineStart[cell]!;
  const to = outlineStart[cell + 1]!;
  let inside = false;
  for (let i = from, j = to - 1; i < to; j = i++) {
    const ax = outlineXy[2 * i]!;
    const ay = outlineXy[2 * i + 1]!;
    const bx = outlineXy[2 * j]!;
    const by = outlineXy[2 * j + 1]!;
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
