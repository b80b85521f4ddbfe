// Points of a curve to draw: all while they are few, else the first, least, greatest and last value of each column of pixels.
// No peak is lost, and a million points cost as much as the width of the screen.

import { position, valueAt, type Axis } from './axis.js';
import { firstNanFrom, nanWithin, type NanRows } from './nanRows.js';
import type { RangePyramid } from './rangePyramid.js';

export interface Curve {
  /** Abscissas, which never fall. */
  readonly x: Float64Array;
  /** Values; NaN for a row without one, which the line passes over. */
  readonly y: Float64Array;
  readonly count: number;
  /** Ranges of y. */
  readonly pyramid: RangePyramid;
  /** Rows whose value is NaN itself: the line breaks there. */
  readonly nan?: NanRows | undefined;
}

/** Rows in sight and one more on each side, so that the line runs to the edge. */
export function rowsInSight({ x, count }: Curve, axis: Axis): { readonly from: number; readonly to: number } {
  const from = lowerBound(x, 0, count, axis.min);
  const to = lowerBound(x, from, count, axis.max);
  return { from: Math.max(0, from - 1), to: Math.min(count, to + 1 + Number(x[to] === axis.max)) };
}

/**
 * Points of the line in pixels: x, y, x, y …; y from the top. Values without a logarithm are left out. A pair of NaN
 * breaks the line.
 */
export function polyline(
  curve: Curve,
  xAxis: Axis,
  yAxis: Axis,
  width: number,
  height: number,
): Float64Array {
  const { x, y, pyramid, nan } = curve;
  const { from, to } = rowsInSight(curve, xAxis);
  const points: number[] = [];
  const hasNan = nanWithin(nan, from, to) > 0;
  const breakAfter = () => {
    if (points.length > 0 && !Number.isNaN(points.at(-1))) points.push(NaN, NaN);
  };
  const put = (at: number, value: number) => {
    const down = (1 - position(yAxis, value)) * height;
    if (!Number.isNaN(down)) points.push(at, down);
  };
  const pixelOf = (row: number) => position(xAxis, x[row]!) * width;
  if (to - from <= 2 * width) {
    for (let row = from; row < to; row++) {
      if (hasNan && nanWithin(nan, row, row + 1) > 0) breakAfter();
      else put(pixelOf(row), y[row]!);
    }
    return new Float64Array(points);
  }
  const pxOf = (value: number) => (1 - position(yAxis, value)) * height;
  columns(curve, xAxis, width, from, to, (middle, first, end) => {
    if (hasNan && nanWithin(nan, first, end) === end - first) return breakAfter();
    const range = pyramid.range(first, end);
    if (!range) return;
    const last = y[end - 1]!;
    // Values within one pixel are one point.
    if (pxOf(range.min) - pxOf(range.max) < SAME_PX && !Number.isNaN(last)) return put(middle, last);
    put(middle, y[first]!);
    put(middle, range.min);
    put(middle, range.max);
    put(middle, last);
  });
  return new Float64Array(points);
}

/** Height within which the values of a column look like one. */
const SAME_PX = 0.5;

/** Calls back with the rows of each column of pixels that has some, and the middle of the column. */
function columns(
  { x }: Curve,
  axis: Axis,
  width: number,
  from: number,
  to: number,
  each: (middle: number, first: number, end: number) => void,
): void {
  let row = from;
  for (let column = -1; column <= width && row < to; column++) {
    const end = column === width ? to : lowerBound(x, row, to, valueAt(axis, (column + 1) / width));
    if (end === row) continue;
    each(Math.max(-1, Math.min(width + 1, column + 0.5)), row, end);
    row = end;
  }
}

/**
 * Outline of a line of many points that is `thick` pixels wide, in the form of `band`. Filling it looks like drawing the
 * line and costs a tenth: a line that goes up and down in every column covers the same pixels many times. Undefined where
 * points are few or some have no logarithm; draw the line then.
 */
export function outline(
  curve: Curve,
  xAxis: Axis,
  yAxis: Axis,
  width: number,
  height: number,
  thick: number,
): Float64Array | undefined {
  const { from, to } = rowsInSight(curve, xAxis);
  if (to - from <= 2 * width) return undefined;
  const { y, pyramid, nan } = curve;
  if (yAxis.log && !((pyramid.range(from, to)?.min ?? 0) > 0)) return undefined;
  const hasNan = nanWithin(nan, from, to) > 0;
  const shapes: Float64Array[] = [];
  let upper: number[] = [];
  let lower: number[] = [];
  const downOf = (value: number) =>
    Math.max(-height, Math.min(2 * height, (1 - position(yAxis, value)) * height));
  let before = NaN;
  columns(curve, xAxis, width, from, to, (middle, first, end) => {
    if (hasNan && nanWithin(nan, first, end) === end - first) {
      shapes.push(around(upper, lower));
      [upper, lower, before] = [[], [], NaN];
      return;
    }
    const range = pyramid.range(first, end);
    if (!range) return;
    // The column before it ends at its last value.
    upper.push(middle, downOf(before > range.max ? before : range.max) - thick / 2);
    lower.push(middle, downOf(before < range.min ? before : range.min) + thick / 2);
    before = y[end - 1]!;
  });
  return joined([...shapes, around(upper, lower)].filter(({ length }) => length > 0));
}

/** Shapes one after the other, with a pair of NaN between them. */
function joined(shapes: readonly Float64Array[]): Float64Array {
  if (shapes.length === 1) return shapes[0]!;
  return Float64Array.from(shapes.flatMap((shape, i) => [...(i > 0 ? [NaN, NaN] : []), ...shape]));
}

/** Stretches of the axis on which a curve is NaN, in pixels; those less than `leastPx` apart are one. */
export function nanStretches(
  curve: Curve,
  xAxis: Axis,
  width: number,
  leastPx: number,
): readonly { readonly from: number; readonly to: number }[] {
  const { x, nan } = curve;
  const stretches: { from: number; to: number }[] = [];
  if (!nan || nan.count === 0) return stretches;
  const { from, to } = rowsInSight(curve, xAxis);
  const end = firstNanFrom(nan, to);
  for (let at = firstNanFrom(nan, from); at < end;) {
    const px = position(xAxis, x[nan.rows[at]!]!) * width;
    const last = stretches.at(-1);
    if (last && px - last.to < leastPx) last.to = px;
    else stretches.push({ from: px, to: px });
    // The next one that is a pixel further: a million are as fast as the width of the screen.
    const next = lowerBound(x, nan.rows[at]!, to, valueAt(xAxis, (px + 1) / width));
    at = Math.max(at + 1, firstNanFrom(nan, next));
  }
  return stretches;
}

/** Closed outline: forth along one edge and back along the other. */
function around(upper: readonly number[], lower: readonly number[]): Float64Array {
  const points = new Float64Array(upper.length + lower.length);
  points.set(upper);
  for (let i = 0; i < lower.length; i += 2) {
    points[points.length - 2 - i] = lower[i]!;
    points[points.length - 1 - i] = lower[i + 1]!;
  }
  return points;
}

/**
 * Outline of the band between two curves of the same x: forth along `high` and back along `low`, in pixels. Each place
 * covers `reach` rows on both sides.
 */
export function band(
  low: Curve,
  high: Curve,
  xAxis: Axis,
  yAxis: Axis,
  width: number,
  height: number,
  reach = 0,
): Float64Array {
  const { x } = low;
  const { from, to } = rowsInSight(low, xAxis);
  const upper: number[] = [];
  const lower: number[] = [];
  const every = Math.max(1, (to - from) / (2 * width));
  const clamp = (value: number) => {
    const down = (1 - position(yAxis, value)) * height;
    // A value without a logarithm goes down to the edge.
    return Number.isNaN(down) ? height + 1 : Math.max(-height, Math.min(2 * height, down));
  };
  for (let at = from; at < to; at += every) {
    const row = Math.floor(at);
    const next = Math.min(to, Math.max(row + 1, Math.floor(at + every)));
    const least = low.pyramid.range(row - reach, next + reach)?.min;
    const most = high.pyramid.range(row - reach, next + reach)?.max;
    if (least === undefined || most === undefined) continue;
    const across = position(xAxis, x[row]!) * width;
    upper.push(across, clamp(most));
    lower.push(across, clamp(least));
  }
  return around(upper, lower);
}

/** Index of the row whose x is nearest; undefined if there is no row. */
export function nearestRow({ x, count }: Curve, value: number): number | undefined {
  if (count === 0) return undefined;
  const after = lowerBound(x, 0, count, value);
  if (after === 0) return 0;
  if (after === count) return count - 1;
  return value - x[after - 1]! <= x[after]! - value ? after - 1 : after;
}

function lowerBound(x: Float64Array, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
