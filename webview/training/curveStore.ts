// Store of the curves of selected runs: the rows that the extension host sends, and what is derived from them for drawing:
// abscissas, ranges, smoothed curves. Rows are appended, and derived values continue from there.

import type { Curve } from '../charts/polyline.js';
import { RangePyramid } from '../charts/rangePyramid.js';
import { Smoothing } from '../charts/smoothing.js';
import type { RowsMessage } from '../messages/training.js';
import { NanList, PresentRows } from './presentRows.js';
import type { XAxisKind } from './trainingView.js';

export type TableName = RowsMessage['table'];

/** Steps per second, computed from the time that steps took. */
export const SPEED_COLUMN = 'speed/steps per second';
const STEP_TIME_COLUMN = 'time/step';

interface Column {
  values: Float64Array;
  /** Rows up to the last value: the curve ends there. */
  count: number;
  readonly nan: NanList;
  readonly pyramid: RangePyramid;
  smoothed?: SmoothedColumn;
  /** Rows that have a value, in a sparse table. */
  present?: PresentRows;
}

interface SmoothedColumn {
  readonly smoothing: Smoothing;
  readonly mean: RangePyramid;
  /** Curves one standard deviation below and above the mean. */
  readonly low: Edge;
  readonly high: Edge;
}

interface Edge {
  values: Float64Array;
  readonly pyramid: RangePyramid;
}

export interface Table {
  count: number;
  step: Float64Array;
  epoch: Float64Array;
  timeMs: Float64Array;
  readonly columns: Map<string, Column>;
  readonly x: Map<string, { values: Float64Array; count: number }>;
  complete: boolean;
  sparse: boolean;
}

/** Curve to draw, with the smoothed curve and the band of a standard deviation about it. */
export interface DrawnCurve {
  readonly raw: Curve;
  /** Step of each row of `raw`. */
  readonly step: Float64Array;
  readonly smooth?: Curve;
  readonly low?: Curve;
  readonly high?: Curve;
}

export class CurveStore {
  readonly #runs = new Map<string, Record<TableName, Table>>();

  receive({ run, table: name, from, step, epoch, timeMs, columns, complete, sparse }: RowsMessage): void {
    let tables = this.#runs.get(run);
    if (!tables) this.#runs.set(run, (tables = { steps: emptyTable(), validations: emptyTable() }));
    if (from < tables[name].count) tables[name] = cut(tables[name], from);
    const table = tables[name];
    if (from > table.count) return; // rows before these were lost; all rows come again
    const count = from + step.length;
    table.step = put(table.step, from, step);
    table.epoch = put(table.epoch, from, epoch);
    table.timeMs = put(table.timeMs, from, timeMs);
    const append = (name: string, values: Float64Array, nan?: Float64Array) => {
      let column = table.columns.get(name);
      if (column) column.values = put(column.values, from, values);
      else
        table.columns.set(
          name,
          (column = {
            values: put(new Float64Array(Math.max(count, 256)).fill(NaN), from, values),
            count: 0,
            nan: new NanList(),
            pyramid: new RangePyramid(),
          }),
        );
      for (const row of nan ?? []) column.nan.add(from + row);
      column.count = endOf(column, from, count);
    };
    for (const { name: column, values, nan } of columns) {
      append(column, values, nan);
      if (column === STEP_TIME_COLUMN)
        append(
          SPEED_COLUMN,
          values.map((ms) => (ms > 0 ? 1000 / ms : NaN)),
        );
    }
    table.count = count;
    table.complete = complete;
    table.sparse = sparse === true;
  }

  table(run: string, name: TableName): Table | undefined {
    return this.#runs.get(run)?.[name];
  }

  /** Forgets all other runs. */
  retain(runs: readonly string[]): void {
    for (const run of this.#runs.keys()) if (!runs.includes(run)) this.#runs.delete(run);
  }

  /** Curve of the steps of all rows of a table over their abscissas. */
  axis(run: string, name: TableName, axis: Parameters<CurveStore['curve']>[3]): Curve | undefined {
    const table = this.table(run, name);
    if (!table || table.count === 0) return undefined;
    return { x: abscissas(table, axis), y: table.step, count: table.count, pyramid: new RangePyramid() };
  }

  /**
   * @param axis `stepsPerEpoch`: 0 if it is not known. `startedMs`: begin of relative time
   * @param weight weight of earlier values, 0 for no smoothing
   * @param deviation whether the band is wanted, which costs as much as the rest
   */
  curve(
    run: string,
    name: TableName,
    column: string,
    axis: { readonly kind: XAxisKind; readonly stepsPerEpoch: number; readonly startedMs: number },
    weight: number,
    deviation = false,
  ): DrawnCurve | undefined {
    const table = this.table(run, name);
    const found = table?.columns.get(column);
    if (!table || !found) return undefined;
    const all = abscissas(table, axis);
    const present = table.sparse ? presentRows(found, table.count) : undefined;
    const { values, pyramid, count, nan } = present ?? found;
    const x = present ? present.pick(keyOf(axis), all) : all;
    const step = present ? present.pick(STEP_KEY, table.step) : table.step;
    if (pyramid.count < count) pyramid.extend(values, count);
    const raw = { x, y: values, count, pyramid, nan };
    if (weight <= 0 || name === 'validations') return { raw, step };
    const smoothed = smooth(found, values, count, weight);
    const of = (y: Float64Array, pyramid: RangePyramid): Curve => ({ x, y, count, pyramid, nan });
    const smoothCurve = of(smoothed.smoothing.mean, smoothed.mean);
    if (!deviation) return { raw, step, smooth: smoothCurve };
    const { low, high } = edgesOf(smoothed, count);
    return {
      raw,
      step,
      smooth: smoothCurve,
      low: of(low.values, low.pyramid),
      high: of(high.values, high.pyramid),
    };
  }
}

function emptyTable(): Table {
  return {
    count: 0,
    step: new Float64Array(256),
    epoch: new Float64Array(256),
    timeMs: new Float64Array(256),
    columns: new Map(),
    x: new Map(),
    complete: false,
    sparse: false,
  };
}

/** First `count` rows of a table; derived values are computed again. */
function cut(table: Table, count: number): Table {
  const fresh = emptyTable();
  if (count === 0) return fresh;
  const columns = [...table.columns].map(([name, { values, nan }]) => {
    const column = { values: values.slice(0, count), count: 0, nan, pyramid: new RangePyramid() };
    nan.cut(count);
    column.count = endOf(column, 0, count);
    return [name, column] as const;
  });
  return { ...table, count, columns: new Map(columns), x: new Map() };
}

/** Number of rows up to the last value; `count` as before if the rows from `from` on have none. */
function endOf(
  { values, nan, count }: Pick<Column, 'values' | 'nan' | 'count'>,
  from: number,
  to: number,
): number {
  let end = to;
  while (end > from && Number.isNaN(values[end - 1])) end--;
  const lastNan = nan.count > 0 ? nan.rows[nan.count - 1]! + 1 : 0;
  return Math.max(count, end > from ? end : 0, lastNan);
}

function put(array: Float64Array, from: number, more: Float64Array): Float64Array {
  let whole = array;
  const count = from + more.length;
  if (whole.length < count) {
    whole = new Float64Array(Math.max(count, 2 * array.length)).fill(NaN, array.length);
    whole.set(array);
  }
  whole.set(more, from);
  return whole;
}

function presentRows(column: Column, count: number): PresentRows {
  const present = (column.present ??= new PresentRows());
  present.extend(column.values, count, column.nan);
  return present;
}

/** Key of the steps as abscissas. */
const STEP_KEY = 'steps of rows';

function keyOf({ kind, stepsPerEpoch, startedMs }: Parameters<CurveStore['curve']>[3]): string {
  return `${kind} ${stepsPerEpoch} ${startedMs}`;
}

/** Abscissas of all rows. They never fall: a clock that is set back must not draw a curve that runs back. */
function abscissas(
  table: Table,
  { kind, stepsPerEpoch, startedMs }: Parameters<CurveStore['curve']>[3],
): Float64Array {
  if (kind === 'step') return table.step;
  const key = keyOf({ kind, stepsPerEpoch, startedMs });
  const { count } = table;
  let known = table.x.get(key);
  if (!known) table.x.set(key, (known = { values: new Float64Array(count), count: 0 }));
  if (known.count < count) {
    const source = kind === 'epoch' ? table.epoch : table.timeMs;
    if (known.values.length < count)
      known.values = put(known.values, known.count, source.slice(known.count, count));
    const { values } = known;
    for (let row = known.count; row < count; row++) {
      const value =
        kind === 'wall'
          ? table.timeMs[row]!
          : kind === 'relative'
            ? table.timeMs[row]! - startedMs
            : stepsPerEpoch > 0
              ? table.step[row]! / stepsPerEpoch
              : table.epoch[row]!;
      values[row] = row > 0 && value < values[row - 1]! ? values[row - 1]! : value;
    }
    known.count = count;
  }
  return known.values;
}

function smooth(column: Column, values: Float64Array, count: number, weight: number): SmoothedColumn {
  if (column.smoothed?.smoothing.weight !== weight)
    column.smoothed = {
      smoothing: new Smoothing(weight),
      mean: new RangePyramid(),
      low: { values: new Float64Array(), pyramid: new RangePyramid() },
      high: { values: new Float64Array(), pyramid: new RangePyramid() },
    };
  const { smoothed } = column;
  const { smoothing, mean } = smoothed;
  if (smoothing.count < count) {
    smoothing.extend(values, count);
    mean.extend(smoothing.mean, count);
  }
  return smoothed;
}

function edgesOf(
  { smoothing, low, high }: SmoothedColumn,
  count: number,
): { readonly low: Edge; readonly high: Edge } {
  const { mean, deviation } = smoothing;
  for (const [edge, sign] of [
    [low, -1],
    [high, 1],
  ] as const) {
    const known = edge.pyramid.count;
    if (known >= count) continue;
    const more = new Float64Array(count - known);
    for (let row = known; row < count; row++) more[row - known] = mean[row]! + sign * deviation[row]!;
    edge.values = put(edge.values, known, more);
    edge.pyramid.extend(edge.values, count);
  }
  return { low, high };
}
