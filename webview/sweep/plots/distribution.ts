// Empirical distribution function: the share of trials at or below a value, of all and of the selected ones.

import { t } from '../../ui/l10n.js';
import { valueId } from '../trialColumns.js';
import { coordinate, dimensionAxis, GRID, nameAbove, nameBelow, plainAxis, titleOf } from './axes.js';
import { countOf, noneComplete } from './lacks.js';
import type { PlotRow } from './plot.js';
import { rangeArea } from './points.js';

/** Steps of a line: more cannot be told apart on a screen. */
const MOST_STEPS = 1000;

export const edfPlot: PlotRow = {
  id: 'edf',
  title: () => t('Distribution of values'),
  about: () => t('Share of the trials at or below a value (EDF)'),
  lacks: noneComplete,
  isFirst: () => false,
  choices: ['objective'],
  draw: (input) => {
    const { columns, passes, isSelected, theme, config } = input;
    const value = columns.dimensions.get(valueId(config.objective ?? 0))!;
    const all = stepsOf(value.values.filter((_, at) => columns.counts[at] === 1));
    const some = stepsOf(value.values.filter((_, at) => columns.counts[at] === 1 && passes[at] === 1));
    const line = (steps: readonly (readonly number[])[], colour: string, width: number) => ({
      ...{ type: 'line', step: 'end', symbol: 'none', silent: true, animation: false },
      lineStyle: { color: colour, width },
      data: steps.map(([at, share]) => [coordinate(value, at!), share]),
    });
    return {
      option: {
        grid: GRID,
        xAxis: { ...dimensionAxis(value, theme), ...nameBelow(titleOf(value)) },
        yAxis: {
          ...plainAxis(theme, (share) => `${Math.round(100 * share)} %`),
          ...{ ...nameAbove(t('Share of trials')), min: 0, max: 1 },
        },
        series: [
          ...rangeArea(input, value, undefined),
          line(all, isSelected ? theme.muted : theme.colour(0), isSelected ? 1 : 2),
          ...(isSelected ? [line(some, theme.colour(0), 2)] : []),
        ],
      },
      grids: [{ x: value.id }],
      summary: t('{0} complete trials.', countOf(columns)),
    };
  },
};

/** Value and share of values up to it; thinned out evenly. */
export function stepsOf(values: Float64Array): readonly (readonly [number, number])[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const every = Math.ceil(sorted.length / MOST_STEPS);
  const steps: [number, number][] = sorted.length > 0 ? [[sorted[0]!, 0]] : [];
  sorted.forEach((value, i) => {
    if (i % every === 0 || i === sorted.length - 1) steps.push([value, (i + 1) / sorted.length]);
  });
  return steps;
}
