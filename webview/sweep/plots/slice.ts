// Slice plot: a small plot for each parameter, its value against the objective.

import { t } from '../../ui/l10n.js';
import { valueId, type Columns, type DimensionId } from '../trialColumns.js';
import { coordinate, dimensionAxis, nameAbove, nameBelow, titleOf } from './axes.js';
import { goodnessColour } from './colours.js';
import { noneComplete, noParameters } from './lacks.js';
import type { AxesInput, ChartOption, PlotRow } from './plot.js';
import { placesAlong, pointSeries, rangeArea } from './points.js';

/** Parameters that are shown until the user chooses some. */
const FIRST_PARAMETERS = 6;
const LEAST_WIDTH_PX = 190;
const ROW_EM = 15;

export const slicePlot: PlotRow = {
  id: 'slice',
  title: () => t('Slices'),
  about: () => t('Objective against each parameter; later trials are brighter or darker'),
  lacks: (columns) => noneComplete(columns) ?? noParameters(columns),
  isFirst: () => true,
  isWide: true,
  isRanked: true,
  choices: ['objective'],
  axes: (input) => ({
    title: t('Parameters'),
    offered: input.columns.parameters,
    shown: sliceAxes(input),
  }),
  draw: (input) => {
    const { columns, theme, config, width } = input;
    const value = columns.dimensions.get(valueId(config.objective ?? 0))!;
    const ids = sliceAxes(input);
    const across = Math.max(1, Math.min(ids.length, Math.floor(width / LEAST_WIDTH_PX)));
    const rows = Math.ceil(ids.length / across);
    const y = value.values.map((one) => coordinate(value, one));
    const last = Math.max(1, columns.trials.length - 1);
    const colourOf = (at: number) => goodnessColour(theme, at / last);
    const grid: ChartOption[] = [];
    const [xAxis, yAxis, series]: [ChartOption[], ChartOption[], ChartOption[]] = [[], [], []];
    const cell = { width: 100 / across, height: 100 / rows };
    const labelsPx = 44;
    for (const [i, id] of ids.entries()) {
      const dimension = columns.dimensions.get(id)!;
      const [column, row] = [i % across, Math.floor(i / across)];
      const isLeft = column === 0;
      const widthPx = (width * cell.width) / 100;
      const heightPx = ROW_EM * input.emPx;
      grid.push({
        left: column * widthPx + (isLeft ? labelsPx : 22),
        top: row * heightPx + (row === 0 ? 26 : 12),
        width: widthPx - (isLeft ? labelsPx : 22) - 8,
        height: heightPx - (row === 0 ? 26 : 12) - 44,
      });
      xAxis.push({ ...dimensionAxis(dimension, theme), gridIndex: i, ...nameBelow(titleOf(dimension)) });
      const axis = dimensionAxis(value, theme);
      yAxis.push({
        ...{ ...axis, gridIndex: i },
        ...(isLeft && row === 0 ? nameAbove(titleOf(value)) : {}),
        axisLabel: { ...(axis.axisLabel as object), show: isLeft },
      });
      const look = { xAxisIndex: i, yAxisIndex: i, size: columns.trials.length > 3000 ? 3 : 6, colourOf };
      series.push(
        ...rangeArea(input, dimension, value, look),
        ...pointSeries(input, { x: placesAlong(dimension, columns), y }, look),
      );
    }
    return {
      option: { grid, xAxis, yAxis, series },
      grids: ids.map((id) => ({ x: id, y: value.id })),
      summary: t('{0} of {1} parameters.', ids.length, columns.parameters.length),
      heightEm: rows * ROW_EM,
    };
  },
};

/** Parameters to show: the user's, or the most important ones. */
function sliceAxes({ columns, config, importances }: AxesInput): readonly DimensionId[] {
  const known = config.axes?.filter((id) => columns.dimensions.has(id));
  return known && known.length > 0
    ? known
    : importantFirst(columns, importances.get(config.objective ?? 0)).slice(0, FIRST_PARAMETERS);
}

/** Parameters, the most important first; in their own order until that is known. */
export function importantFirst(
  { parameters }: Pick<Columns, 'parameters'>,
  found: { readonly shares: readonly { readonly id: DimensionId; readonly pedAnova: number }[] } | undefined,
): readonly DimensionId[] {
  const shares = new Map(found?.shares.map(({ id, pedAnova }) => [id, pedAnova]));
  return [...parameters].sort((a, b) => (shares.get(b) ?? 0) - (shares.get(a) ?? 0));
}
