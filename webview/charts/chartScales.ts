// Axes of a chart that fit its curves: all of them across, those in sight up.

import type { Span } from '../ui/savedValues.js';
import { padded, type Axis } from './axis.js';
import type { ChartLine } from './drawChart.js';
import { rowsInSight, type Curve } from './polyline.js';

/** Axis from the first to the last abscissa of all lines; undefined if there is no row. */
export function wholeX(lines: readonly ChartLine[], log: boolean): Axis | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const { raw } of lines) {
    if (raw.count === 0) continue;
    let first = 0;
    while (log && first < raw.count - 1 && raw.x[first]! <= 0) first++;
    min = Math.min(min, raw.x[first]!);
    max = Math.max(max, raw.x[raw.count - 1]!);
  }
  if (!(min <= max)) return undefined;
  if (min === max) return padded(min, max, log);
  return { min, max, log: log && min > 0 };
}

/** Axis with room for the curves in sight; `clip` leaves out the most extreme hundredth of their values. */
export function fittingY(lines: readonly ChartLine[], x: Axis, log: boolean, clip: boolean): Axis {
  let min = Infinity;
  let max = -Infinity;
  for (const { raw, smooth, pale } of lines) {
    for (const curve of smooth && !pale ? [smooth] : [raw, smooth ?? raw]) {
      const span = spanInSight(curve, x, log, clip && curve === raw);
      if (!span) continue;
      min = Math.min(min, span.min);
      max = Math.max(max, span.max);
    }
  }
  return min <= max ? padded(min, max, log) : padded(log ? 0.1 : 0, 1, log);
}

const SAMPLES = 400;
/** Fewest values that have outliers. */
const FEW = 50;

function spanInSight(curve: Curve, x: Axis, log: boolean, clip: boolean): Span | undefined {
  const { from, to } = rowsInSight(curve, x);
  if (!clip && !log) return curve.pyramid.range(from, to);
  const every = Math.max(1, Math.floor((to - from) / SAMPLES));
  const sampled = new Float64Array(Math.ceil((to - from) / every));
  let count = 0;
  for (let row = from; row < to; row += every) {
    const value = curve.y[row]!;
    if (!Number.isNaN(value) && (!log || value > 0)) sampled[count++] = value;
  }
  if (count === 0) return undefined;
  const values = sampled.subarray(0, count).sort();
  const left = clip && values.length > FEW ? Math.ceil(values.length / 100) : 0;
  const range = clip ? undefined : curve.pyramid.range(from, to);
  return { min: values[left]!, max: range?.max ?? values[values.length - 1 - left]! };
}
