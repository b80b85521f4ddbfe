// Rows of a curve whose value is NaN itself, which the chart marks. Rows without any value are not among them: the line
// passes over those.

/** Rising row numbers; the first `count` are in use. */
export interface NanRows {
  readonly rows: Float64Array;
  readonly count: number;
}

/** Index of the first entry that is at least `row`. */
export function firstNanFrom({ rows, count }: NanRows, row: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of rows `from` … `to` - 1 that are NaN. */
export function nanWithin(nan: NanRows | undefined, from: number, to: number): number {
  return nan === undefined || nan.count === 0 ? 0 : firstNanFrom(nan, to) - firstNanFrom(nan, from);
}

/** First row of the stretch of NaN in which a curve of `count` rows ends; undefined if it ends in a number. */
export function nanSince(nan: NanRows | undefined, count: number): number | undefined {
  if (nan === undefined || nan.count === 0 || nan.rows[nan.count - 1] !== count - 1) return undefined;
  let low = 0;
  let high = nan.count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isUnbroken = nan.rows[middle] === count - nan.count + middle;
    if (isUnbroken) high = middle;
    else low = middle + 1;
  }
  return nan.rows[low];
}
