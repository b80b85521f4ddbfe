// Plots of two parameters: contour, an estimate of the objective over the plane; rank, the trials themselves, coloured by
// their rank.

import { countText } from '../../charts/numberText.js';
import { t } from '../../ui/l10n.js';
import { valueId, type Columns, type Dimension } from '../trialColumns.js';
import { chosen, coordinate, dimensionAxis, extentOf, GRID, nameAbove, nameBelow, titleOf } from './axes.js';
import { goodnessByRank, goodnessColour } from './colours.js';
import { fewerThan } from './lacks.js';
import type { ChartOption, Drawing, PlotInput, PlotRow } from './plot.js';
import { placesAlong, pointSeries, rangeArea } from './points.js';
import { importantFirst } from './slice.js';

/** Cells of the estimate across and up. */
const ACROSS = 56;
const UP = 40;
const LEVELS = 12;
/** Trials from which the surface is estimated; an even sample of more. */
const MOST_SUPPORTS = 1500;

const lacks = (columns: Columns): string | undefined =>
  columns.parameters.length < 2 ? t('It needs two parameters.') : fewerThan(columns, 3);

export const contourPlot: PlotRow = {
  id: 'contour',
  title: () => t('Contour'),
  about: () => t('Estimate of the objective over two parameters, and the trials that it rests on'),
  lacks,
  isFirst: () => false,
  isRanked: true,
  choices: ['objective', 'x', 'y'],
  draw: (input) => {
    const { x, y, objective } = axesOf(input);
    const { cells, notice } = surface(input, x, y, objective);
    return pairDrawing(input, x, y, cells, notice, { size: 5, colourOf: () => input.theme.foreground });
  },
};

export const rankPlot: PlotRow = {
  id: 'rank',
  title: () => t('Rank'),
  about: () => t('Trials over two parameters, coloured by the rank of their objective'),
  lacks,
  isFirst: () => false,
  isRanked: true,
  choices: ['objective', 'x', 'y'],
  draw: (input) => {
    const { columns, theme } = input;
    const { x, y, objective } = axesOf(input);
    const goodness = goodnessByRank(
      columns.dimensions.get(valueId(objective))!.values,
      columns.signs[objective]!,
    );
    const colourOf = (at: number) =>
      Number.isNaN(goodness[at]!) ? theme.muted : goodnessColour(theme, goodness[at]!);
    return pairDrawing(input, x, y, [], undefined, { colourOf });
  },
};

function axesOf({ columns, config, importances }: PlotInput) {
  const objective = config.objective ?? 0;
  const [first, second] = importantFirst(columns, importances.get(objective));
  const x = chosen(columns, config.x, first!);
  const y = chosen(columns, config.y, second!);
  return { x, y, objective };
}

function pairDrawing(
  input: PlotInput,
  x: Dimension,
  y: Dimension,
  below: readonly ChartOption[],
  notice: string | undefined,
  look: { readonly size?: number; readonly colourOf: (at: number) => string },
): Drawing {
  const { columns, theme } = input;
  const places = { x: placesAlong(x, columns), y: placesAlong(y, columns) };
  const shown = places.x.filter((one, at) => !Number.isNaN(one) && !Number.isNaN(places.y[at]!)).length;
  return {
    option: {
      grid: GRID,
      xAxis: { ...dimensionAxis(x, theme), ...nameBelow(titleOf(x)) },
      yAxis: { ...dimensionAxis(y, theme), ...nameAbove(titleOf(y)) },
      series: [...below, ...rangeArea(input, x, y), ...pointSeries(input, places, look)],
    },
    grids: [{ x: x.id, y: y.id }],
    summary: t('{0} trials have both parameters.', countText(shown)),
    ...(notice === undefined ? {} : { notice }),
  };
}

interface Surface {
  readonly cells: readonly ChartOption[];
  readonly notice?: string;
}

/** Mean of the trials near a cell, weighted by a normal kernel; cells far from every trial stay empty. */
function surface({ columns, theme }: PlotInput, x: Dimension, y: Dimension, objective: number): Surface {
  const { values } = columns.dimensions.get(valueId(objective))!;
  const goodness = goodnessByRank(values, columns.signs[objective]!);
  const supports: { readonly u: number; readonly v: number; readonly good: number }[] = [];
  const [xEnds, yEnds] = [extentOf(x), extentOf(y)];
  const unit = (place: number, [from, to]: readonly [number, number]) => (place - from) / (to - from);
  for (let at = 0; at < values.length; at++) {
    const [u, v] = [unit(coordinate(x, x.values[at]!), xEnds), unit(coordinate(y, y.values[at]!), yEnds)];
    if (columns.counts[at] === 1 && !Number.isNaN(u) && !Number.isNaN(v))
      supports.push({ u, v, good: goodness[at]! });
  }
  const every = Math.ceil(supports.length / MOST_SUPPORTS);
  const used = supports.filter((_, i) => i % every === 0);
  // Few trials are smoothed over wider.
  const width = Math.max(0.045, 0.35 * used.length ** -0.3);
  const reach = 2 * width * width;
  const data: (readonly number[])[] = [];
  for (let i = 0; i < ACROSS; i++)
    for (let j = 0; j < UP; j++) {
      const [u, v] = [(i + 0.5) / ACROSS, (j + 0.5) / UP];
      let [sum, weights] = [0, 0];
      for (const support of used) {
        const weight = Math.exp(-((support.u - u) ** 2 + (support.v - v) ** 2) / reach);
        sum += weight * support.good;
        weights += weight;
      }
      if (weights > 0.1) data.push([i, j, sum / weights]);
    }
  const colours = Array.from({ length: LEVELS + 1 }, (_, level) => goodnessColour(theme, level / LEVELS));
  const at = (share: number, [from, to]: readonly [number, number]) => from + share * (to - from);
  const cells = {
    ...{ type: 'custom', silent: true, animation: false, z: 0, data, progressive: 0 },
    encode: { x: [], y: [] },
    clip: true,
    renderItem: (_: unknown, api: { value(i: number): number; coord(at: number[]): number[] }) => {
      const [i, j, good] = [api.value(0), api.value(1), api.value(2)];
      const [left, top] = api.coord([at(i / ACROSS, xEnds), at((j + 1) / UP, yEnds)]);
      const [right, bottom] = api.coord([at((i + 1) / ACROSS, xEnds), at(j / UP, yEnds)]);
      return {
        type: 'rect',
        // Rounded up, so that no seams show.
        shape: { x: left, y: top, width: right! - left! + 0.6, height: bottom! - top! + 0.6 },
        style: { fill: colours[Math.round(good * LEVELS)], opacity: 0.75 },
      };
    },
  };
  return {
    cells: [cells],
    ...(every > 1
      ? { notice: t('Estimated from an even sample of {0} trials.', countText(used.length)) }
      : {}),
  };
}
