// Drawing of one chart: grid, marks, bands and lines, within its axes.

import { position, ticks, type Axis } from './axis.js';
import type { ChartTheme } from './chartColours.js';
import { band, nanStretches, outline, polyline, type Curve } from './polyline.js';

export interface ChartLine {
  readonly id: string;
  readonly label: string;
  /** Name that stands alone, without the chart's title. */
  readonly words: string;
  readonly colour: string;
  /** Lengths of dashes and gaps in screen pixels; empty for a solid line. */
  readonly dash: readonly number[];
  readonly raw: Curve;
  /** Step of each row of `raw`. */
  readonly step: Float64Array;
  /** True if the run writes no more values. */
  readonly ended: boolean;
  readonly smooth?: Curve;
  /** Edges of a filled band; `reach` is the number of rows that it covers to each side. */
  readonly low?: Curve;
  readonly high?: Curve;
  readonly reach?: number;
  /** True if the values are drawn pale under the smoothed line. */
  readonly pale: boolean;
  /** True if each point has a mark, because there are few. */
  readonly dots: boolean;
}

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartLook {
  readonly frame: Frame;
  readonly x: Axis;
  readonly y: Axis;
  readonly xText: (value: number, step: number) => string;
  readonly yText: (value: number, step: number) => string;
  readonly theme: ChartTheme;
  /** Abscissa of the chosen step. */
  readonly marker?: number;
}

export function drawChart(
  context: CanvasRenderingContext2D,
  lines: readonly ChartLine[],
  look: ChartLook,
): void {
  const { frame, theme, x, y, marker } = look;
  drawGrid(context, look);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top - 1, frame.width, frame.height + 2);
  context.clip();
  context.translate(frame.left, frame.top);
  context.lineJoin = 'round';
  for (const line of lines) {
    if (line.low && line.high) {
      context.fillStyle = line.colour;
      context.globalAlpha = theme.dark ? 0.2 : 0.16;
      trace(context, band(line.low, line.high, x, y, frame.width, frame.height, line.reach ?? 0));
      context.fill();
    }
    context.strokeStyle = line.colour;
    if (line.smooth && line.pale) {
      context.globalAlpha = theme.dark ? 0.28 : 0.25;
      context.setLineDash([]);
      drawLine(context, line.raw, look, 1);
    }
  }
  context.globalAlpha = 1;
  for (const line of lines) {
    context.strokeStyle = line.colour;
    context.setLineDash([...line.dash]);
    const points = drawLine(context, line.smooth ?? line.raw, look, LINE_PX, line.dash.length === 0);
    if (points && (line.dots || isAlone(points))) drawDots(context, points, line.colour);
  }
  context.setLineDash([]);
  drawNanMarks(context, lines, look);
  if (marker !== undefined) {
    const at = Math.round(position(x, marker) * frame.width) + 0.5;
    context.strokeStyle = theme.accent;
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(at, 0);
    context.lineTo(at, frame.height);
    context.stroke();
  }
  context.restore();
}

/** True for one point, which no line shows. */
function isAlone(points: Float64Array): boolean {
  return points.length === 2 || (points.length === 4 && Number.isNaN(points[2]));
}

const LINE_PX = 1.6;

const NAN_PX = 8;

/** Marks on the axis where curves are NaN: a triangle at the first step and a bar along the others, a row for each curve. */
function drawNanMarks(
  context: CanvasRenderingContext2D,
  lines: readonly ChartLine[],
  { frame, x, theme }: ChartLook,
): void {
  const most = Math.floor(frame.height / NAN_PX);
  let row = 0;
  for (const { raw, colour } of lines) {
    const stretches = nanStretches(raw, x, frame.width, NAN_PX);
    if (stretches.length === 0) continue;
    const base = frame.height - (row++ % most) * NAN_PX;
    context.fillStyle = colour;
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1;
    for (const { from, to } of stretches) {
      context.fillRect(from, base - 3, Math.max(0, Math.min(to, frame.width) - from), 3);
      context.beginPath();
      context.moveTo(from - NAN_PX / 2, base);
      context.lineTo(from, base - NAN_PX);
      context.lineTo(from + NAN_PX / 2, base);
      context.closePath();
      context.fill();
      context.stroke();
    }
  }
}

/** Draws a curve and returns its points; undefined if they are too many for marks. */
function drawLine(
  context: CanvasRenderingContext2D,
  curve: Curve,
  { frame, x, y }: ChartLook,
  thick: number,
  filled = true,
): Float64Array | undefined {
  const shape = filled ? outline(curve, x, y, frame.width, frame.height, thick) : undefined;
  if (shape) {
    context.fillStyle = context.strokeStyle;
    trace(context, shape);
    context.fill();
    return undefined;
  }
  const points = polyline(curve, x, y, frame.width, frame.height);
  context.lineWidth = thick;
  trace(context, points);
  context.stroke();
  return points;
}

function trace(context: CanvasRenderingContext2D, points: Float64Array): void {
  context.beginPath();
  let begins = true;
  for (let i = 0; i < points.length; i += 2) {
    if (Number.isNaN(points[i])) begins = true;
    else if (begins) {
      context.moveTo(points[i]!, points[i + 1]!);
      begins = false;
    } else context.lineTo(points[i]!, points[i + 1]!);
  }
}

const MOST_DOTS = 200;

function drawDots(context: CanvasRenderingContext2D, points: Float64Array, colour: string): void {
  if (points.length > 2 * MOST_DOTS) return;
  context.fillStyle = colour;
  for (let i = 0; i < points.length; i += 2) {
    if (Number.isNaN(points[i])) continue;
    context.beginPath();
    context.arc(points[i]!, points[i + 1]!, 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawGrid(context: CanvasRenderingContext2D, look: ChartLook): void {
  const { frame, x, y, theme, xText, yText } = look;
  const { left, top, width, height } = frame;
  const across = ticks(x, Math.max(2, width / 90));
  const up = ticks(y, Math.max(2, height / 38));
  const stepOf = (marks: readonly number[]) =>
    marks.length > 1 ? marks[1]! - marks[0]! : Math.abs(marks[0] ?? 1) || 1;
  context.font = theme.font;
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  context.fillStyle = theme.muted;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const mark of up) {
    const at = Math.round(top + (1 - position(y, mark)) * height) + 0.5;
    segment(context, left, at, left + width, at);
    context.fillText(yText(mark, y.log ? mark : stepOf(up)), left - 6, at);
  }
  context.textBaseline = 'top';
  context.textAlign = 'center';
  let lastEnd = -Infinity;
  for (const mark of across) {
    const at = Math.round(left + position(x, mark) * width) + 0.5;
    segment(context, at, top, at, top + height);
    const text = xText(mark, x.log ? mark : stepOf(across));
    const half = context.measureText(text).width / 2;
    const middle = Math.min(at, left + width - half);
    if (middle - half < lastEnd + 8) continue; // labels keep a gap
    context.fillText(text, middle, top + height + 6);
    lastEnd = middle + half;
  }
}

function segment(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
