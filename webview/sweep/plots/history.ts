// Optimisation history: value of every trial by its number, and the best so far. Hypervolume history: the same for several
// objectives, where the volume that the front dominates takes the place of the best value.

import { dominates } from '../../../engine/sweep/domination.js';
import { hypervolume, referenceBeyond } from '../../../engine/sweep/hypervolume.js';
import { shortText } from '../../charts/numberText.js';
import { t } from '../../ui/l10n.js';
import { endsOf, valueId, type Columns } from '../trialColumns.js';
import { coordinate, dimensionAxis, GRID, nameAbove, nameBelow, plainAxis, titleOf } from './axes.js';
import { countOf, noneComplete } from './lacks.js';
import type { PlotInput, PlotRow } from './plot.js';
import { pointSeries, rangeArea } from './points.js';

export const historyPlot: PlotRow = {
  id: 'history',
  title: () => t('Optimisation history'),
  about: () => t('Value of every trial, and the best so far'),
  lacks: noneComplete,
  isFirst: () => true,
  choices: ['objective'],
  draw: (input) => {
    const { columns, theme, config } = input;
    const objective = config.objective ?? 0;
    const found = columns.dimensions.get(valueId(objective))!;
    const shown = found.reported ?? found.values;
    const value = { ...found, ...endsOf(shown) };
    const number = columns.dimensions.get('number')!;
    const places = { x: number.values, y: shown.map((one) => coordinate(value, one)) };
    const best = bestSoFar(columns, objective);
    return {
      option: {
        grid: GRID,
        xAxis: { ...dimensionAxis(number, theme), ...nameBelow(titleOf(number)) },
        yAxis: { ...dimensionAxis(value, theme), ...nameAbove(titleOf(value)) },
        series: [
          ...rangeArea(input, number, value),
          ...pointSeries(input, places),
          stepLine(
            best.map(([at, one]) => [at, coordinate(value, one)]),
            theme.foreground,
            columns,
          ),
        ],
      },
      grids: [{ x: 'number', y: value.id }],
      summary: t('The best value is {0}.', best.length > 0 ? shortText(best.at(-1)![1]) : '–'),
    };
  },
};

/** Trial number and value each time the best changes. */
export function bestSoFar(
  { trials, dimensions, counts, signs }: Columns,
  objective: number,
): [number, number][] {
  const { values } = dimensions.get(valueId(objective))!;
  const sign = signs[objective]!;
  const steps: [number, number][] = [];
  for (const [at, { number }] of trials.entries()) {
    const value = values[at]!;
    if (counts[at] !== 1) continue;
    const best = steps.at(-1);
    if (!best || sign * value < sign * best[1]) steps.push([number, value]);
  }
  return steps;
}

function stepLine(steps: readonly (readonly number[])[], colour: string, { trials }: Columns) {
  const last = steps.at(-1);
  const end = trials.at(-1)?.number;
  return {
    ...{ type: 'line', step: 'end', symbol: 'none', silent: true, animation: false, z: 4 },
    lineStyle: { color: colour, width: 1.5 },
    data: last && end !== undefined && end > last[0]! ? [...steps, [end, last[1]]] : steps,
  };
}

export const hypervolumePlot: PlotRow = {
  id: 'hypervolume',
  title: () => t('Hypervolume history'),
  about: () => t('Volume that the Pareto front dominates, as it grew'),
  lacks: (columns) =>
    columns.objectives.length < 2 ? t('It needs several objectives.') : noneComplete(columns),
  isFirst: ({ objectives }) => objectives.length > 1,
  choices: [],
  draw: ({ columns, theme }: PlotInput) => {
    const steps = volumeHistory(columns);
    const number = columns.dimensions.get('number')!;
    return {
      option: {
        grid: GRID,
        xAxis: { ...dimensionAxis(number, theme), ...nameBelow(titleOf(number)) },
        yAxis: { ...plainAxis(theme), ...nameAbove(t('Hypervolume')) },
        series: [
          {
            ...stepLine(steps, theme.colour(0), columns),
            areaStyle: { color: theme.colour(0), opacity: 0.12 },
          },
        ],
      },
      summary: t('{0} of {1} trials enlarged the volume.', steps.length, countOf(columns)),
    };
  },
};

/** Trial number and volume each time that the front grows. */
export function volumeHistory({ trials, counts, signs }: Columns): [number, number][] {
  const losses = trials.map(({ values }, at) =>
    counts[at] === 1 ? values!.map((value, i) => signs[i]! * value!) : undefined,
  );
  const all = losses.filter((one) => one !== undefined);
  const reference = referenceBeyond(all);
  let front: number[][] = [];
  const steps: [number, number][] = [];
  for (const [at, loss] of losses.entries()) {
    if (!loss || front.some((other) => dominates(other, loss))) continue;
    front = [...front.filter((other) => !dominates(loss, other)), loss];
    const volume = hypervolume(front, reference);
    if (volume > (steps.at(-1)?.[1] ?? -1)) steps.push([trials[at]!.number, volume]);
  }
  return steps;
}
