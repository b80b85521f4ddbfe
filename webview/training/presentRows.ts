// Rows of a sparse column that have a value; NaN itself is one. A tag that TensorBoard writes every hundred steps is a curve of its own points:
// drawn, smoothed and read off as such.

import { firstNanFrom, type NanRows } from '../charts/nanRows.js';
import { RangePyramid } from '../charts/rangePyramid.js';

export class PresentRows {
  readonly pyramid = new RangePyramid();
  values = new Float64Array(64);
  count = 0;
  readonly nan = new NanList();
  #rows = new Int32Array(64);
  /** Number of rows examined. */
  #seen = 0;
  readonly #picked = new Map<string, { values: Float64Array; count: number }>();

  /** Takes `count` rows; those of the last call are unchanged. */
  extend(values: Float64Array, count: number, nan: NanRows): void {
    let at = firstNanFrom(nan, this.#seen);
    for (let row = this.#seen; row < count; row++) {
      const value = values[row]!;
      if (at < nan.count && nan.rows[at] === row) {
        this.nan.add(this.count);
        at++;
      } else if (Number.isNaN(value)) continue;
      if (this.count === this.values.length) {
        this.values = longer(this.values, new Float64Array(2 * this.count));
        this.#rows = longer(this.#rows, new Int32Array(2 * this.count));
      }
      this.#rows[this.count] = row;
      this.values[this.count++] = value;
    }
    this.#seen = Math.max(this.#seen, count);
  }

  /** Values of these rows in another column; `name` identifies the column. */
  pick(name: string, column: Float64Array): Float64Array {
    let picked = this.#picked.get(name);
    if (!picked)
      this.#picked.set(name, (picked = { values: new Float64Array(this.values.length), count: 0 }));
    if (picked.values.length < this.count)
      picked.values = longer(picked.values, new Float64Array(this.values.length));
    for (; picked.count < this.count; picked.count++)
      picked.values[picked.count] = column[this.#rows[picked.count]!]!;
    return picked.values;
  }
}

/** Growing list of rows. */
export class NanList implements NanRows {
  rows = new Float64Array();
  count = 0;

  add(row: number): void {
    if (this.count === this.rows.length)
      this.rows = longer(this.rows, new Float64Array(Math.max(16, 2 * this.count)));
    this.rows[this.count++] = row;
  }

  /** Drops the rows from this one on. */
  cut(row: number): void {
    this.count = firstNanFrom(this, row);
  }
}

function longer<A extends Float64Array | Int32Array>(array: A, into: A): A {
  into.set(array);
  return into;
}
