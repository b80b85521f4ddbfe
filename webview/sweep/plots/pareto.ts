// Pareto front: two objectives against each other, and the trials that no other one dominates.

import { t } from '../../ui/l10n.js';
import { frontOf } from '../selection.js';
import { valueId } from '../trialColumns.js';
import { chosen, coordinate, dimensionAxis, GRID, nameAbove, nameBelow, titleOf } from './axes.js';
import { noneComplete } from './lacks.js';
import type { PlotRow } from './plot.js';
import { pointSeries, rangeArea } from './points.js';

export const paretoPlot: PlotRow = {
  id: 'pareto',
  title: () => t('Pareto front'),
  about: () => t('Two objectives against each other; no trial is better in both than one of the front'),
  lacks: (columns) =>
    columns.objectives.length < 2 ? t('It needs several objectives.') : noneComplete(columns),
  isFirst: ({ objectives }) => objectives.length > 1,
  choices: ['x', 'y'],
  draw: (input) => {
    const { columns, passes, theme, config } = input;
    const x = chosen(columns, config.x, valueId(0));
    const y = chosen(columns, config.y, valueId(1));
    const front = frontOf(columns);
    const places = {
      x: x.values.map((one) => coordinate(x, one)),
      y: y.values.map((one) => coordinate(y, one)),
    };
    const line = front.map((at) => [places.x[at]!, places.y[at]!]).sort(([a], [b]) => a! - b!);
    const { length: objectives } = columns.objectives;
    return {
      option: {
        grid: GRID,
        xAxis: { ...dimensionAxis(x, theme), ...nameBelow(`${titleOf(x)} ${better(columns.signs, x.id)}`) },
        yAxis: { ...dimensionAxis(y, theme), ...nameAbove(`${titleOf(y)} ${better(columns.signs, y.id)}`) },
        series: [
          ...rangeArea(input, x, y),
          {
            ...{
              type: 'line',
              data: objectives === 2 ? line : [],
              symbol: 'none',
              silent: true,
              animation: false,
            },
            ...{ z: 2, lineStyle: { color: theme.colour(3), width: 1.5 } },
          },
          ...pointSeries(input, places),
          // Drawn on top of the others, which lie close to it.
          {
            ...{ type: 'scatter', symbolSize: 9, z: 4, animation: false },
            itemStyle: { color: theme.colour(3), borderColor: theme.background, borderWidth: 1 },
            data: front.filter((at) => passes[at] === 1).map((at) => [places.x[at], places.y[at], at]),
          },
        ],
      },
      grids: [{ x: x.id, y: y.id }],
      summary: t('{0} trials are on the front.', front.length),
    };
  },
};

/** Arrow to the better side of an objective. */
function better(signs: readonly (1 | -1)[], id: string): string {
  const sign = signs[Number(id.slice('value:'.length))];
  return sign === undefined ? '' : sign === 1 ? t('(less is better)') : t('(more is better)');
}
