// Points of trials in a grid: those that are not selected faint and below, the selected ones by their state, the trial whose
// card is open ringed. Many points are drawn at once, in the library's way for large data.

import type { ChartTheme } from '../../charts/chartColours.js';
import type { TrialRow } from '../../messages/sweep.js';
import type { TrialState } from '../selection.js';
import type { Columns, Dimension } from '../trialColumns.js';
import { coordinate } from './axes.js';
import { faded, stateColour } from './colours.js';
import type { ChartOption, PlotInput } from './plot.js';

/** Points above which all of a series have one look. */
const MANY = 3000;

/** Look of a point: its trial's state, and whether it violates the constraints or is not selected. */
type PointKind = TrialState | 'violates' | 'faded';

const SYMBOLS: Readonly<Record<PointKind, string>> = {
  faded: 'circle',
  violates: 'emptyCircle',
  complete: 'circle',
  pruned: 'triangle',
  running: 'diamond',
  waiting: 'emptyCircle',
  failed: 'path://M0 0L2 0L5 3L8 0L10 0L6 5L10 10L8 10L5 7L2 10L0 10L4 5Z',
};

/** Coordinates of trials, by position; NaN for a trial that has none. */
export interface Places {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Coordinates along a dimension. Categories are spread a little, so that their points do not hide one another. */
export function placesAlong(dimension: Dimension, { trials }: Pick<Columns, 'trials'>): Float64Array {
  const { values, choices, whole, log } = dimension;
  const spread = choices
    ? 0.5
    : whole && !log && dimension.id !== 'number' && dimension.high - dimension.low < 20
      ? 0.3
      : 0;
  return values.map((value, at) => {
    const jitter = spread * ((((trials[at]!.number + 1) * 0.61803398875) % 1) - 0.5);
    return coordinate(dimension, value) + jitter;
  });
}

export interface PointLook {
  readonly xAxisIndex?: number;
  readonly yAxisIndex?: number;
  readonly size?: number;
  /** Colour of a selected trial by position, where its state does not say it; not used for many points. */
  readonly colourOf?: (at: number) => string;
}

/** Series of points; each datum is [x, y, position]. */
export function pointSeries(input: PlotInput, { x, y }: Places, look: PointLook = {}): ChartOption[] {
  const { columns, passes, theme, current } = input;
  const { xAxisIndex = 0, yAxisIndex = 0, colourOf } = look;
  const groups = new Map<PointKind, number[]>();
  for (let at = 0; at < passes.length; at++) {
    if (Number.isNaN(x[at]!) || Number.isNaN(y[at]!)) continue;
    const key = passes[at] === 1 ? kindOf(columns.trials[at]!) : 'faded';
    const group = groups.get(key);
    if (group) group.push(at);
    else groups.set(key, [at]);
  }
  const axes = { type: 'scatter', xAxisIndex, yAxisIndex, animation: false };
  const size = look.size ?? (passes.length > MANY ? 4 : 7);
  const keys = [...groups.keys()].sort((a, b) => Number(b === 'faded') - Number(a === 'faded'));
  const series: ChartOption[] = keys.map((key) => {
    const group = groups.get(key)!;
    const isMany = group.length > MANY;
    const common = {
      ...axes,
      ...{ symbol: SYMBOLS[key], symbolSize: size, z: key === 'faded' ? 2 : 3 },
      ...{ large: isMany, largeThreshold: MANY, progressive: 0 },
      itemStyle: {
        color: colourOfKind(theme, key),
        opacity: key === 'faded' ? 1 : 0.85,
      },
      emphasis: { disabled: isMany, scale: 1.4 },
    };
    if (isMany || key === 'faded' || !colourOf)
      return { ...common, data: group.map((at) => [x[at], y[at], at]) };
    return {
      ...common,
      data: group.map((at) => ({ value: [x[at], y[at], at], itemStyle: { color: colourOf(at) } })),
    };
  });
  if (current !== undefined && !Number.isNaN(x[current] ?? NaN) && !Number.isNaN(y[current] ?? NaN))
    series.push({
      ...{ ...axes, symbol: 'circle', symbolSize: size + 9, z: 5, silent: true },
      itemStyle: { color: 'transparent', borderColor: theme.foreground, borderWidth: 2 },
      data: [[x[current], y[current], current]],
    });
  return series;
}

function kindOf({ state, violation = 0 }: TrialRow): PointKind {
  return state === 'complete' && violation > 0 ? 'violates' : state;
}

function colourOfKind(theme: ChartTheme, kind: PointKind): string {
  if (kind === 'faded') return faded(theme);
  return stateColour(theme, kind === 'violates' ? 'complete' : kind);
}

/** Rectangle of the ranges that are selected along the axes of a grid; none without any. */
export function rangeArea(
  { selection, theme }: Pick<PlotInput, 'selection' | 'theme'>,
  x: Dimension | undefined,
  y: Dimension | undefined,
  { xAxisIndex = 0, yAxisIndex = 0 }: PointLook = {},
): ChartOption[] {
  const rangeOf = (dimension: Dimension | undefined) => dimension && selection.ranges[dimension.id]?.[0];
  const [across, up] = [rangeOf(x), rangeOf(y)];
  if (!across && !up) return [];
  const half = (dimension: Dimension) => (dimension.choices ? 0.5 : 0);
  const from = {
    ...(across ? { xAxis: coordinate(x!, across[0]) - half(x!) } : { xAxis: 'min' }),
    ...(up ? { yAxis: coordinate(y!, up[0]) - half(y!) } : { yAxis: 'min' }),
  };
  const to = {
    ...(across ? { xAxis: coordinate(x!, across[1]) + half(x!) } : { xAxis: 'max' }),
    ...(up ? { yAxis: coordinate(y!, up[1]) + half(y!) } : { yAxis: 'max' }),
  };
  return [
    {
      ...{ type: 'scatter', xAxisIndex, yAxisIndex, data: [], silent: true, animation: false, z: 1 },
      markArea: {
        silent: true,
        itemStyle: { color: theme.accent, opacity: 0.14, borderColor: theme.accent, borderWidth: 1 },
        data: [[from, to]],
      },
    },
  ];
}
