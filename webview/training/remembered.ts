// What the page shows at once after a reload, until the extension host has read the runs again: the charts that were in
// sight, thinned to what a picture needs, and the heads of their runs. It is kept with the view, is shown as what was
// seen last, and nothing is read off it. It comes back from outside, so every part is checked.

import type { ChartTheme } from '../charts/chartColours.js';
import { valueAt, type Axis } from '../charts/axis.js';
import type { ChartLine } from '../charts/drawChart.js';
import { outline, polyline, type Curve } from '../charts/polyline.js';
import { RangePyramid } from '../charts/rangePyramid.js';
import type { RunHead } from '../messages/training.js';
import type { ChartGroup } from './chartGroups.js';
import type { CurveStore } from './curveStore.js';
import { readRemembered } from './rememberedShape.js';
import { curveStyle } from './runColours.js';

/** A chart as it was drawn. */
export interface DrawnChart {
  readonly lines: readonly ChartLine[];
  readonly x: Axis;
  readonly y: Axis;
}

export interface Remembered {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** The ticked ones. */
  readonly runs: readonly RememberedRun[];
  readonly charts: readonly RememberedChart[];
}

/** What is said of a run above its curves; what it does may be different by now. */
export interface RememberedRun extends Omit<
  RunHead,
  'config' | 'alarms' | 'checkpoint' | 'failure' | 'problems' | 'timeLeftMs'
> {
  /** Step of the last row that was there. */
  readonly seenStep?: number;
}

export interface RememberedChart {
  readonly group: ChartGroup;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly RememberedLine[];
}

/** Curves are places in the chart: 16 bits across and 16 bits up each, in base64. */
export interface RememberedLine {
  readonly label: string;
  /** Place among the ticked runs, and among the series of the chart. */
  readonly run: number;
  readonly term: number;
  readonly line: string;
  readonly low?: string;
  readonly high?: string;
  readonly dots: boolean;
}

/** So many columns does a remembered curve have. */
const COLUMNS = 160;
/** Places go from this share of the chart's side before its begin to as much after its end. */
const BEYOND = 0.25;
const STEPS = 65_535;

/** `drawn`: by chart id; what is not in it was out of sight, and comes back without lines. */
export function remember(
  runs: readonly RunHead[],
  groups: readonly ChartGroup[],
  drawn: ReadonlyMap<string, DrawnChart>,
  atMs: number,
  store: CurveStore,
): Remembered {
  return {
    atMs,
    runs: runs.map((run) => ({ ...rememberedRun(run), ...seenStepOf(run.id, store) })),
    charts: groups.map((group) => {
      const { lines, x, y } = drawn.get(group.id) ?? OUT_OF_SIGHT;
      return { group, x, y, lines: lines.map((line) => rememberedLine(line, group, runs, x, y)) };
    }),
  };
}

const UNIT: Axis = { min: 0, max: 1, log: false };
const OUT_OF_SIGHT: DrawnChart = { lines: [], x: UNIT, y: UNIT };

function seenStepOf(run: string, store: CurveStore): { readonly seenStep?: number } {
  const table = store.table(run, 'steps');
  return table && table.count > 0 ? { seenStep: table.step[table.count - 1]! } : {};
}

/** Without what is long, and what only holds for the moment. */
function rememberedRun(run: RunHead): RememberedRun {
  const rest: { -readonly [K in keyof RunHead]?: RunHead[K] } & RememberedRun = { ...run };
  delete rest.config;
  delete rest.alarms;
  delete rest.checkpoint;
  delete rest.failure;
  delete rest.problems;
  delete rest.timeLeftMs;
  return rest;
}

function rememberedLine(
  { id, label, raw, smooth, low, high, pale, dots }: ChartLine,
  { series }: ChartGroup,
  runs: readonly RunHead[],
  x: Axis,
  y: Axis,
): RememberedLine {
  const run = runs.findIndex((each) => id.startsWith(`${each.id} `));
  const name = id.slice((runs[run]?.id.length ?? -1) + 1);
  const places = (curve: Curve) => {
    const points = polyline(curve, x, y, COLUMNS, 1);
    return points.length > 4 * COLUMNS ? middles(points) : points;
  };
  // Where values are many, a line of them is an area.
  const area = !low && (pale || !smooth) ? outline(raw, x, y, COLUMNS, 1, 0) : undefined;
  const half = area && area.length / 2;
  const edges =
    low && high
      ? { low: encoded(places(low)), high: encoded(places(high)) }
      : area
        ? { high: encoded(area.subarray(0, half)), low: encoded(backwards(area.subarray(half))) }
        : {};
  return {
    label,
    run: Math.max(0, run),
    term: Math.max(
      0,
      series.findIndex((each) => each.name === name),
    ),
    line: encoded(places(smooth ?? raw)),
    ...edges,
    dots,
  };
}

/** One point for all that are in the same column, in the middle of them. */
function middles(points: Float64Array): Float64Array {
  const thin: number[] = [];
  let i = 0;
  while (i < points.length) {
    const across = points[i]!;
    let [low, high] = [Infinity, -Infinity];
    for (; i < points.length && points[i] === across; i += 2) {
      low = Math.min(low, points[i + 1]!);
      high = Math.max(high, points[i + 1]!);
    }
    thin.push(across, (low + high) / 2);
  }
  return new Float64Array(thin);
}

function backwards(points: Float64Array): Float64Array {
  const turned = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    turned[i] = points[points.length - 2 - i]!;
    turned[i + 1] = points[points.length - 1 - i]!;
  }
  return turned;
}

/** Points of a frame COLUMNS wide and 1 high. */
function encoded(points: Float64Array): string {
  let text = '';
  points.forEach((value, i) => {
    const share = i % 2 === 0 ? value / COLUMNS : value;
    const place = Math.round(((share + BEYOND) / (1 + 2 * BEYOND)) * STEPS);
    const whole = Math.min(STEPS, Math.max(0, place));
    text += String.fromCharCode(whole & 255, whole >> 8);
  });
  return btoa(text);
}

function decoded(text: string, xAxis: Axis, yAxis: Axis): Curve {
  const bytes = atob(text);
  const count = bytes.length >> 2;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const share = (at: number) =>
    ((bytes.charCodeAt(at) + 256 * bytes.charCodeAt(at + 1)) / STEPS) * (1 + 2 * BEYOND) - BEYOND;
  for (let i = 0; i < count; i++) {
    const across = valueAt(xAxis, share(4 * i));
    x[i] = i > 0 ? Math.max(x[i - 1]!, across) : across;
    y[i] = valueAt(yAxis, 1 - share(4 * i + 2));
  }
  const pyramid = new RangePyramid();
  pyramid.extend(y, count);
  return { x, y, count, pyramid };
}

/** The lines of a chart as they were seen last, in the colours of the theme as it is now. */
export function rememberedLines(
  { lines, x, y }: RememberedChart,
  runs: number,
  theme: Pick<ChartTheme, 'colour'>,
): readonly ChartLine[] {
  return lines.map(({ label, run, term, line, low, high, dots }, i) => {
    const { colour, dash } = curveStyle(run, runs, term);
    return {
      id: `remembered ${i}`,
      label,
      colour: theme.colour(colour),
      dash,
      raw: decoded(line, x, y),
      ...(low && high ? { low: decoded(low, x, y), high: decoded(high, x, y) } : {}),
      pale: false,
      dots,
    };
  });
}

/** What was kept under `remembered`, if it makes sense and is of the runs that were ticked. */
export function rememberedOf(saved: unknown): Remembered | undefined {
  return typeof saved === 'object' && saved !== null && 'remembered' in saved
    ? readRemembered(saved.remembered)
    : undefined;
}

/** Whether the page has got as much of every run as was seen last. */
export function hasCaughtUp({ runs }: Remembered, store: CurveStore): boolean {
  return runs.every(({ id, seenStep }) => {
    const table = store.table(id, 'steps');
    if (seenStep === undefined) return true;
    return table !== undefined && table.count > 0 && table.step[table.count - 1]! >= seenStep;
  });
}
