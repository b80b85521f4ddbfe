// Lines of charts from the numbers of an output.

import { RangePyramid } from '../charts/rangePyramid.js';
import { Smoothing } from '../charts/smoothing.js';
import type { ChartLine } from '../charts/drawChart.js';
import type { OutputCurve } from '../../engine/protocol/outputs.js';
import { bytesOfBase64 } from './base64.js';

export interface LinePoints {
  readonly x: Float64Array;
  /** NaN is a value: the line breaks there. */
  readonly y: Float64Array;
}

/** Points of a curve; of steps and values of different lengths the shorter counts. */
export function pointsOf({ step, value }: Pick<OutputCurve, 'step' | 'value'>): LinePoints {
  const steps = viewOf(step);
  const values = viewOf(value);
  const count = Math.min(steps.byteLength, values.byteLength) >> 2;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    // Steps that fall would break the chart; the writer ascends.
    x[i] = Math.max(steps.getUint32(4 * i, true), x[i - 1] ?? 0);
    y[i] = values.getFloat32(4 * i, true);
  }
  return { x, y };
}

function viewOf(base64: string): DataView {
  return new DataView(bytesOfBase64(base64).buffer);
}

/** Weight of a value compared with the one after it: thinned curves go up and down between extremes. */
const SMOOTHING = 0.85;

/** A line with its values pale behind it; lines with dots have few values, and are not smoothed. */
export function lineOf(
  { x, y }: LinePoints,
  look: Pick<ChartLine, 'id' | 'label' | 'words' | 'colour' | 'dots' | 'ended'> & {
    readonly isExact?: boolean;
  },
): ChartLine {
  const pyramid = new RangePyramid();
  pyramid.extend(y, y.length);
  const rows = Float64Array.from([...y.keys()].filter((row) => Number.isNaN(y[row])));
  const raw = { x, y, count: y.length, pyramid, nan: { rows, count: rows.length } };
  const line = { ...look, dash: [], raw, step: x };
  if (look.dots || look.isExact) return { ...line, pale: false };
  const smoothing = new Smoothing(SMOOTHING);
  smoothing.extend(y, y.length);
  const smoothed = new RangePyramid();
  smoothed.extend(smoothing.mean, y.length);
  return { ...line, smooth: { ...raw, y: smoothing.mean, pyramid: smoothed }, pale: true };
}
