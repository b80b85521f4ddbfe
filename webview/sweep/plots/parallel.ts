// Parallel coordinates: a line for each trial over one axis per parameter, coloured by how good it is. A drag along an axis
// selects an interval; axes can be reordered and left out (the headings above the plot).

import { countText } from '../../charts/numberText.js';
import { t } from '../../ui/l10n.js';
import type { Interval } from '../selection.js';
import { bestFirst, valueId, type Columns, type Dimension, type DimensionId } from '../trialColumns.js';
import { coordinate, dimensionAxis } from './axes.js';
import { faded, goodnessByRank, goodnessColour } from './colours.js';
import { noneComplete, noParameters } from './lacks.js';
import type { ChartOption, PlotConfig, PlotRow } from './plot.js';
import { fairSample } from './sample.js';
import { placesAlong } from './points.js';

/** Lines that are drawn; of more a sample. */
const MOST_LINES = 1500;
/** Room beside the first and the last axis, for their labels and headings. */
export const PARALLEL_SIDE_PX = 64;

export const parallelPlot: PlotRow = {
  id: 'parallel',
  title: () => t('Parallel coordinates'),
  about: () => t('A line for each trial; drag along an axis to select, click the interval to clear it'),
  lacks: (columns) => noneComplete(columns) ?? noParameters(columns),
  isFirst: () => true,
  isWide: true,
  choices: ['objective'],
  axes: ({ columns, config }) => ({
    title: t('Axes'),
    offered: [...columns.parameters, ...columns.objectives, 'duration'],
    shown: parallelAxes(columns, config),
  }),
  draw: ({ columns, passes, isSelected, theme, config, current, selection }) => {
    const axes = parallelAxes(columns, config).map((id) => columns.dimensions.get(id)!);
    const objective = config.objective ?? 0;
    const { values } = columns.dimensions.get(valueId(objective))!;
    const goodness = goodnessByRank(values, columns.signs[objective]!);
    const places = axes.map((dimension) => placesAlong(dimension, columns));
    const lined: number[] = [];
    for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at]!)) lined.push(at);
    const drawn = fairSample(lined, bestFirst(columns, objective), passes, MOST_LINES);
    const name = columns.dimensions.get(valueId(objective))!.title;
    const selected = lined.filter((at) => passes[at] === 1).length;
    const lineOf = (at: number) => places.map((column) => (Number.isNaN(column[at]!) ? '-' : column[at]));
    // The best trials are drawn last, so that they lie on top.
    const chosen = drawn.filter((at) => passes[at] === 1).sort((a, b) => goodness[a]! - goodness[b]!);
    const rest = drawn.filter((at) => passes[at] !== 1);
    const opacity = chosen.length > 500 ? 0.35 : chosen.length > 100 ? 0.55 : 0.8;
    const common = {
      type: 'parallel',
      animation: false,
      smooth: false,
      // Many lines are drawn over several frames, and have no tooltips then.
      progressive: 400,
      progressiveThreshold: 700,
      activeOpacity: opacity,
      inactiveOpacity: opacity,
    };
    return {
      option: {
        parallel: { left: PARALLEL_SIDE_PX, right: PARALLEL_SIDE_PX, top: 12, bottom: 14 },
        parallelAxis: axes.map((dimension, dim) => parallelAxis(dimension, dim, theme)),
        series: [
          {
            ...{ ...common, activeOpacity: 1, inactiveOpacity: 1, silent: true, z: 1 },
            lineStyle: { color: faded(theme), width: 1, opacity: 1 },
            data: rest.map((at) => [...lineOf(at), at]),
          },
          {
            ...{ ...common, z: 2 },
            lineStyle: { width: 1.2, opacity },
            data: chosen.map((at) => ({
              value: [...lineOf(at), at],
              lineStyle: { color: goodnessColour(theme, goodness[at]!) },
            })),
          },
          {
            ...{ ...common, activeOpacity: 1, inactiveOpacity: 1, silent: true, z: 3 },
            lineStyle: { color: theme.foreground, width: 3, opacity: 1 },
            data: current === undefined || Number.isNaN(values[current]!) ? [] : [lineOf(current)],
          },
        ],
      },
      summary: isSelected
        ? t('Coloured by {0}, the best on top. {1} complete trials are selected.', name, countText(selected))
        : t('Coloured by {0}, the best on top.', name),
      ...(drawn.length < lined.length
        ? {
            notice: t(
              '{0} of {1} lines are drawn: the best and an even sample. A selection counts all.',
              countText(drawn.length),
              countText(lined.length),
            ),
          }
        : {}),
      intervals: axes.map((dimension) => ({
        id: dimension.id,
        places: (selection.ranges[dimension.id] ?? []).map((ends) => placesOf(dimension, ends)),
      })),
    };
  },
};

function parallelAxis(
  dimension: Dimension,
  dim: number,
  theme: Parameters<typeof dimensionAxis>[1],
): ChartOption {
  const axis = dimensionAxis(dimension, theme);
  return {
    ...{ ...axis, id: dimension.id, dim, name: '', realtime: false, splitLine: { show: false } },
    // Drawn above the lines, which would hide the labels.
    z: 10,
    axisLine: { lineStyle: { color: theme.muted, width: 1.5 } },
    axisLabel: {
      ...(axis.axisLabel as object),
      ...{ color: theme.foreground, margin: 6, textBorderColor: theme.background, textBorderWidth: 3 },
    },
    areaSelectStyle: {
      width: 18,
      borderWidth: 1,
      borderColor: theme.accent,
      color: theme.accent,
      opacity: 0.3,
    },
  };
}

/** Axes in the user's order; at first all parameters, and the objectives last. */
export function parallelAxes(
  { dimensions, parameters, objectives }: Columns,
  { axes }: PlotConfig,
): readonly DimensionId[] {
  const known = axes?.filter((id) => dimensions.has(id));
  return known && known.length > 1 ? known : [...parameters, ...objectives];
}

/** Ends of an interval as places on its axis; a category takes the room around its middle. */
function placesOf(dimension: Dimension, [low, high]: Interval): Interval {
  const half = dimension.choices ? 0.4 : 0;
  return [coordinate(dimension, low) - half, coordinate(dimension, high) + half];
}
