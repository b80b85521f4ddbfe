// Merges rows whose steps come in any order: several programs may write one run, each its own tags, some later than
// others. New rows are put in their places, so that the steps of the table (runTable.ts) always rise.

import { clearFrom, firstAtLeast, setValue, valueAt, type GrowingTable, type RunTable } from './runTable.js';

/** Values of one column, in any order; the later of two for one step counts. */
export interface NewValues {
  readonly name: string;
  readonly step: Float64Array;
  /** Milliseconds since 1970. */
  readonly timeMs: Float64Array;
  readonly value: Float64Array;
}

/** Rows times columns, half a gigabyte: tags that never share a step must not fill the memory. */
export const MOST_CELLS = 2 ** 26;

export interface Merged {
  /** The first row that is new or has changed; the table's `count` when none has. */
  readonly from: number;
  /** Values that there was no room for. */
  readonly dropped: number;
}

export function mergeRows(table: GrowingTable, values: readonly NewValues[], mostCells = MOST_CELLS): Merged {
  const names = new Set([...table.columns.keys(), ...values.map(({ name }) => name)]);
  const added = newSteps(table, values);
  const room = Math.max(0, Math.floor(mostCells / Math.max(1, names.size)) - table.count);
  let from = insertRows(table, added.subarray(0, room));
  let dropped = 0;
  for (const { name, step, timeMs, value } of values) {
    let row = 0;
    for (let i = 0; i < step.length; i++) {
      // Values of one column come in order, nearly always.
      if (!(table.step[row] === step[i] && row < table.count)) {
        const isNext = row + 1 < table.count && table.step[row + 1] === step[i];
        row = isNext ? row + 1 : firstAtLeast(table.step, table.count, step[i]!);
      }
      if (row >= table.count || table.step[row] !== step[i]) {
        dropped++;
        continue;
      }
      if (Number.isNaN(table.timeMs[row]!)) table.timeMs[row] = timeMs[i]!;
      setValue(table, row, name, value[i]!);
      if (row < from) from = row;
    }
  }
  return { from, dropped };
}

/** Drops the rows of this step and of later ones; returns how many are left. */
export function dropRows(table: GrowingTable, step: number): number {
  const kept = firstAtLeast(table.step, table.count, step);
  clearFrom(table, kept);
  return kept;
}

/** Steps that the table has no row for, rising, each once. */
function newSteps(table: GrowingTable, values: readonly NewValues[]): Float64Array {
  const found: number[] = [];
  for (const { step } of values) {
    let row = 0;
    for (const one of step) {
      if (row + 1 < table.count && table.step[row + 1] === one) row++;
      else row = firstAtLeast(table.step, table.count, one);
      if (row >= table.count || table.step[row] !== one) found.push(one);
    }
  }
  const sorted = Float64Array.from(found).sort();
  let count = 0;
  for (const one of sorted) if (count === 0 || sorted[count - 1] !== one) sorted[count++] = one;
  return sorted.subarray(0, count);
}

/** Makes room for rows of these steps, which rise and which the table has not; returns the first one's index. */
function insertRows(table: GrowingTable, steps: Float64Array): number {
  const { count } = table;
  if (steps.length === 0) return count;
  const total = count + steps.length;
  const first = firstAtLeast(table.step, count, steps[0]!);
  const capacity = total <= table.step.length ? table.step.length : Math.max(total, 2 * table.step.length);
  const source = table.step.slice(first, count);
  /** Rows from `first` on: the old index of each, -1 for a new one. */
  const order = new Int32Array(total - first);
  const step = sized(table.step, capacity, 0);
  for (let at = 0, old = 0, fresh = 0; at < order.length; at++) {
    const takeOld = old < source.length && (fresh >= steps.length || source[old]! < steps[fresh]!);
    step[first + at] = takeOld ? source[old]! : steps[fresh]!;
    order[at] = takeOld ? first + old++ : (fresh++, -1);
  }
  const moved = (array: Float64Array, rest: number): Float64Array => {
    const before = array.slice(first, count);
    const into = sized(array, capacity, rest);
    for (let at = 0; at < order.length; at++)
      into[first + at] = order[at]! < 0 ? rest : before[order[at]! - first]!;
    return into;
  };
  table.step = step;
  table.epoch = moved(table.epoch, 0);
  table.timeMs = moved(table.timeMs, NaN);
  for (const [name, column] of table.columns) table.columns.set(name, moved(column, NaN));
  for (const [name, marks] of table.nan)
    table.nan.set(name, Uint8Array.from(moved(Float64Array.from(marks), 0)));
  table.count = total;
  return first;
}

function sized(array: Float64Array, capacity: number, rest: number): Float64Array {
  if (array.length >= capacity) return array;
  const grown = new Float64Array(capacity);
  grown.set(array);
  if (rest !== 0) grown.fill(rest, array.length);
  return grown;
}

/** The last value of a column; NaN is one. undefined when there is none. */
export function lastValue(table: RunTable, name: string): number | undefined {
  if (!table.columns.has(name)) return undefined;
  for (let row = table.count - 1; row >= 0; row--) {
    const value = valueAt(table, name, row);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The first step from which on every value of a column is NaN; undefined when the last value is a number. */
export function nanSince(table: RunTable, name: string): number | undefined {
  if (!table.columns.has(name)) return undefined;
  let since: number | undefined;
  for (let row = table.count - 1; row >= 0; row--) {
    const value = valueAt(table, name, row);
    if (value === undefined) continue;
    if (!Number.isNaN(value)) break;
    since = table.step[row];
  }
  return since;
}
