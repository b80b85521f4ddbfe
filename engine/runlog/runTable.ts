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
  /** Columns in the order in which they came; NaN for a row without such a value. */
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** A table for its owner; others see a RunTable. */
export interface GrowingTable extends RunTable {
  count: number;
  step: Float64Array;
  epoch: Float64Array;
  timeMs: Float64Array;
  readonly columns: Map<string, Float64Array>;
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

/** Null is kept as NaN. */
export function setValue(table: GrowingTable, row: number, name: string, value: number | null): void {
  let column = table.columns.get(name);
  if (!column) {
    if (table.columns.size >= MOST_COLUMNS) return;
    column = new Float64Array(table.step.length).fill(NaN);
    table.columns.set(name, column);
  }
  column[row] = value ?? NaN;
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
  for (const column of table.columns.values()) column.fill(NaN, kept, table.count);
  table.count = kept;
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
}
