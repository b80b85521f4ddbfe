// Collects cells one by one into the columns of a CellList; their number need not be known.

import { EngineError } from '../protocol/errors.js';

/** Cells in scan order of their first pixels, one entry per cell in every column. Pixels and pixel coordinates. */
export interface CellList {
  readonly length: number;
  /** Pixels, holes included (the reference's size). */
  readonly areaPx: Int32Array;
  /** 1 when at least as many pixels are positive as negative, before any threshold. */
  readonly positive: Uint8Array;
  /** First pixel in scan order: rows from the top, columns from the left. */
  readonly firstX: Int32Array;
  readonly firstY: Int32Array;
  /** Bounding box, inclusive; its top is firstY. */
  readonly minX: Int32Array;
  readonly maxX: Int32Array;
  readonly maxY: Int32Array;
  readonly centroidX: Int32Array;
  readonly centroidY: Int32Array;
  /** Largest brightness of the marker image within the cell; absent without a marker image. */
  readonly marker?: Uint8Array;
  /** Mean optical density of the stained image, in hundredths; absent when it was not asked for. */
  readonly od?: Uint16Array;
}

/** One cell to be added to a CellList; the fields are those of its columns. */
export interface CellMeasures {
  readonly areaPx: number;
  readonly positive: boolean;
  readonly firstX: number;
  readonly firstY: number;
  readonly minX: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly centroidX: number;
  readonly centroidY: number;
  readonly marker: number;
  readonly od: number;
}

/** Cells that a list may hold: more than any slide region has; reached only by maps that are no segmentation. */
const MOST_CELLS = 5_000_000;
const COORDINATES = ['areaPx', 'firstX', 'firstY', 'minX', 'maxX', 'maxY', 'centroidX', 'centroidY'] as const;

/** Grows by doubling; `list()` ends the collection. */
export class CellColumns {
  private length = 0;
  private capacity = 256;
  private integers = Object.fromEntries(COORDINATES.map((name) => [name, new Int32Array(256)])) as Record<
    (typeof COORDINATES)[number],
    Int32Array
  >;
  private positive = new Uint8Array(256);
  private marker: Uint8Array | undefined;
  private od: Uint16Array | undefined;

  constructor(withMarker: boolean, withOd: boolean) {
    if (withMarker) this.marker = new Uint8Array(256);
    if (withOd) this.od = new Uint16Array(256);
  }

  /** Throws `out-of-memory` beyond five million cells. */
  add(cell: CellMeasures): void {
    if (this.length >= MOST_CELLS)
      throw new EngineError(
        'out-of-memory',
        `The segmentation map holds more than ${MOST_CELLS} cells. It is probably not a segmentation map; ` +
          'if it is, raise the noise threshold or process it in regions.',
      );
    if (this.length === this.capacity) this.resize(2 * this.capacity);
    const i = this.length++;
    for (const name of COORDINATES) this.integers[name][i] = cell[name];
    this.positive[i] = cell.positive ? 1 : 0;
    if (this.marker) this.marker[i] = cell.marker;
    if (this.od) this.od[i] = cell.od;
  }

  list(): CellList {
    this.resize(this.length);
    return {
      length: this.length,
      ...this.integers,
      positive: this.positive,
      ...(this.marker ? { marker: this.marker } : {}),
      ...(this.od ? { od: this.od } : {}),
    };
  }

  private resize(capacity: number): void {
    for (const name of COORDINATES) this.integers[name] = resized(this.integers[name], Int32Array, capacity);
    this.positive = resized(this.positive, Uint8Array, capacity);
    if (this.marker) this.marker = resized(this.marker, Uint8Array, capacity);
    if (this.od) this.od = resized(this.od, Uint16Array, capacity);
    this.capacity = capacity;
  }
}

type Column = Int32Array | Uint16Array | Uint8Array;

function resized<T extends Column>(column: T, Kind: new (length: number) => T, capacity: number): T {
  const copy = new Kind(capacity);
  copy.set(column.subarray(0, Math.min(column.length, capacity)));
  return copy;
}
