// The numbers of a run: rows in the order of their steps, columns by name, in typed arrays that double when they are
// full, so that a million rows are appended one by one, drawn and sent without a copy of each.

/** Its rows are 0 … count - 1; the arrays are longer. */
export interface RunTable {
  readonly count: number;
  /** Optimisation steps; strictly rising. */
  readonly step: Float64Array;
  readonly epoch: Float64Array;
  /** Milliseconds since 1970. */
  readonly timeMs: Float64Array;
  /** Columns in the order in which they came; NaN for a row without such a value, and for a value that is NaN. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /**
   * 1 for each row whose value is NaN itself, 0 for every other row. A column without such a row has no entry. The
   * arrays are as long as the columns.
   */
  readonly nan: ReadonlyMap<string, Uint8Array>;
}

/** A table for its owner; others see a RunTable. */
export interface GrowingTable extends RunTable {
  count: number;
  step: Float64Array;
  epoch: Float64Array;
  timeMs: Float64Array;
  readonly columns: Map<string, Float64Array>;
  readonly nan: Map<string, Uint8Array>;
}

const FIRST_CAPACITY = 256;
/** A file that makes up names must not fill the memory. */
const MOST_COLUMNS = 2000;

export function createTable(): GrowingTable {
  return {
    count: 0,
    step: new Float64Array(FIRST_CAPACITY),
    epoch: new Float64Array(FIRST_CAPACITY),
    timeMs: new Float64Array(FIRST_CAPACITY),
    columns: new Map(),
    nan: new Map(),
  };
}

/**
 * Appends a row and returns its index; `setValue` fills its columns. A run that went back to a checkpoint takes steps
 * again: rows from this step on are dropped first, so that steps always rise.
 */
export function addRow(table: GrowingTable, step: number, epoch: number, timeMs: number): number {
  if (table.count > 0 && table.step[table.count - 1]! >= step) cutFrom(table, step);
  if (table.count === table.step.length) grow(table);
  const row = table.count++;
  table.step[row] = step;
  table.epoch[row] = epoch;
  table.timeMs[row] = timeMs;
  return row;
}

/** NaN is a value: a loss that is not a number. Null is no value. */
export function setValue(table: GrowingTable, row: number, name: string, value: number | null): void {
  let column = table.columns.get(name);
  if (!column) {
    if (table.columns.size >= MOST_COLUMNS) return;
    column = new Float64Array(table.step.length).fill(NaN);
    table.columns.set(name, column);
  }
  column[row] = value ?? NaN;
  let marks = table.nan.get(name);
  if (Number.isNaN(value) && !marks) table.nan.set(name, (marks = new Uint8Array(column.length)));
  if (marks) marks[row] = Number.isNaN(value) ? 1 : 0;
}

/** The value of a row: a number, NaN, or undefined for a row without such a value. */
export function valueAt(table: RunTable, name: string, row: number): number | undefined {
  const value = table.columns.get(name)?.[row];
  return Number.isNaN(value) && table.nan.get(name)?.[row] !== 1 ? undefined : value;
}

/** The values of a column, as many as there are rows; undefined when there is no such column. */
export function columnOf(table: RunTable, name: string): Float64Array | undefined {
  return table.columns.get(name)?.subarray(0, table.count);
}

/** Index of the first row whose `axis` value is at least `value`; `count` if there is none. The axis must rise. */
export function firstAtLeast(axis: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (axis[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cutFrom(table: GrowingTable, step: number): void {
  const kept = firstAtLeast(table.step, table.count, step);
  clearFrom(table, kept);
}

/** Drops this row and the later ones. */
export function clearFrom(table: GrowingTable, row: number): void {
  for (const column of table.columns.values()) column.fill(NaN, row, table.count);
  for (const marks of table.nan.values()) marks.fill(0, row, table.count);
  table.count = row;
}

function grow(table: GrowingTable): void {
  const longer = (array: Float64Array, rest: number) => {
    const grown = new Float64Array(2 * array.length);
    grown.set(array);
    if (rest !== 0) grown.fill(rest, array.length);
    return grown;
  };
  table.step = longer(table.step, 0);
  table.epoch = longer(table.epoch, 0);
  table.timeMs = longer(table.timeMs, 0);
  for (const [name, column] of table.columns) table.columns.set(name, longer(column, NaN));
  for (const [name, marks] of table.nan) {
    const grown = new Uint8Array(2 * marks.length);
    grown.set(marks);
    table.nan.set(name, grown);
  }
}
