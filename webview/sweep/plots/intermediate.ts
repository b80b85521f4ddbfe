// Intermediate values: what each trial reported on its way, which pruners judge by.

import { countText } from '../../charts/numberText.js';
import { t } from '../../ui/l10n.js';
import type { Interval } from '../selection.js';
import { bestFirst, endsOf, valueId, type Columns } from '../trialColumns.js';
import { coordinate, dimensionAxis, GRID, nameAbove, nameBelow, titleOf } from './axes.js';
import { faded, stateColour } from './colours.js';
import type { ChartOption, PlotRow } from './plot.js';
import { fairSample } from './sample.js';

/** Curves that are drawn; an even sample and the best of more. */
const MOST_CURVES = 1500;

export const intermediatePlot: PlotRow = {
  id: 'intermediate',
  title: () => t('Intermediate values'),
  about: () => t('What each trial reported, step by step'),
  lacks: ({ trials, objectives }) =>
    objectives.length > 1
      ? t('Sweeps of several objectives have no reports.')
      : trials.some(({ reports }) => reports.length > 0)
        ? undefined
        : t('No trial has reported a value yet.'),
  isFirst: ({ trials, objectives }) =>
    objectives.length === 1 && trials.some(({ reports }) => reports.length > 1),
  choices: [],
  draw: ({ columns, passes, theme, current }) => {
    const { trials } = columns;
    const withReports: number[] = [];
    for (const [at, { reports }] of trials.entries()) if (reports.length > 0) withReports.push(at);
    const drawn = fairSample(withReports, bestFirst(columns), passes, MOST_CURVES);
    const value = columns.dimensions.get(valueId(0))!;
    const steps = drawn.flatMap((at) => trials[at]!.reports.map(([step]) => step));
    const values = drawn.flatMap((at) => trials[at]!.reports.map(([, one]) => one ?? NaN));
    const stepAxis = {
      ...{ id: 'step', title: t('Step'), log: false, whole: true, values: new Float64Array() },
      ...endsOf(steps),
    };
    const valueAxis = { ...value, ...endsOf([...values, ...value.values]) };
    const groups = new Map<string, number[]>();
    for (const at of drawn) {
      const colour = passes[at] === 1 ? stateColour(theme, trials[at]!.state) : faded(theme);
      groups.set(colour, [...(groups.get(colour) ?? []), at]);
    }
    const curves = [...groups].map(([colour, ats]): ChartOption => {
      const isFaded = colour === faded(theme);
      return curveSeries(
        columns,
        ats,
        valueAxis,
        {
          ...{ color: colour, width: 1, opacity: isFaded ? 1 : ats.length > 300 ? 0.35 : 0.7 },
        },
        isFaded ? 1 : 2,
      );
    });
    if (current !== undefined && trials[current]!.reports.length > 0)
      curves.push(
        curveSeries(columns, [current], valueAxis, { color: theme.foreground, width: 2.5, opacity: 1 }, 4),
      );
    return {
      option: {
        grid: GRID,
        xAxis: { ...dimensionAxis(stepAxis, theme), ...nameBelow(titleOf(stepAxis)), minInterval: 1 },
        yAxis: { ...dimensionAxis(valueAxis, theme), ...nameAbove(titleOf(value)) },
        series: curves.sort((a, b) => Number(a.z) - Number(b.z)),
      },
      grids: [{ picks: (x, y) => passingThrough(columns, x, y, valueAxis.log) }],
      summary: t('{0} trials have reported values.', countText(withReports.length)),
      ...noticeOf(columns, drawn, withReports),
    };
  },
};

/** Sentences about curves that are not drawn, and about those of which only a part came to the page. */
function noticeOf(
  { trials }: Columns,
  drawn: readonly number[],
  withReports: readonly number[],
): { readonly notice?: string } {
  const thinned = withReports.filter((at) => trials[at]!.thinned).length;
  const notices = [
    ...(drawn.length < withReports.length
      ? [
          t(
            '{0} of {1} curves are drawn: the best and an even sample. A selection counts all.',
            countText(drawn.length),
            countText(withReports.length),
          ),
        ]
      : []),
    ...(thinned > 0
      ? [
          t(
            '{0} long curves have an even part of their reports only; a selection goes by these.',
            countText(thinned),
          ),
        ]
      : []),
  ];
  return notices.length > 0 ? { notice: notices.join(' ') } : {};
}

/** Curves of trials as one series; a value that is NaN splits its curve. */
function curveSeries(
  { trials }: Columns,
  ats: readonly number[],
  value: Parameters<typeof coordinate>[0],
  lineStyle: ChartOption,
  z: number,
): ChartOption {
  const data = ats.flatMap((at) => {
    const parts: (readonly number[])[][] = [[]];
    for (const [step, one] of trials[at]!.reports) {
      const place = one === null ? NaN : coordinate(value, one);
      if (Number.isNaN(place)) parts.push([]);
      else parts.at(-1)!.push([step, place]);
    }
    return (
      parts
        .filter((part) => part.length > 0)
        // A single report is a short dash.
        .map((part) => ({
          coords: part.length > 1 ? part : [part[0]!, [part[0]![0]! + 0.15, part[0]![1]!]],
          at,
        }))
    );
  });
  return {
    ...{ type: 'lines', coordinateSystem: 'cartesian2d', polyline: true, animation: false, progressive: 0 },
    ...{ data, lineStyle, z },
  };
}

/** Numbers of trials that reported a value in a rectangle. */
function passingThrough({ trials }: Columns, x: Interval, y: Interval, log: boolean): readonly number[] {
  const [bottom, top] = log ? [10 ** y[0], 10 ** y[1]] : y;
  return trials
    .filter(({ reports }) =>
      reports.some(
        ([step, value]) => value !== null && step >= x[0] && step <= x[1] && value >= bottom && value <= top,
      ),
    )
    .map(({ number }) => number);
}
