// Option of the chart: a point for each image, with the colour and symbol of its group. Images that are not selected are faded.

import { axisLook } from '../charts/axisLook.js';
import type { ChartTheme } from '../charts/chartColours.js';
import { shortText } from '../charts/numberText.js';
import type { ChartDrawing, ChartOption } from '../charts/openChart.js';
import type { StyleGroupLook } from './styleGroups.js';

const POINT_PX = 11;
const FADED = 0.13;

export interface StyleDrawingInput {
  readonly places: Float64Array;
  readonly groups: readonly StyleGroupLook[];
  /** Positions of the selected images; empty: none is. */
  readonly selected: ReadonlySet<number>;
  readonly theme: ChartTheme;
  /** Names of the axes; none: only neighbours have a meaning. */
  readonly axes?: readonly [across: string, up: string];
}

export function styleDrawing({ places, groups, selected, theme, axes }: StyleDrawingInput): ChartDrawing {
  return {
    option: {
      grid: axes
        ? { left: 48, right: 16, top: 26, bottom: 40 }
        : { left: 12, right: 12, top: 12, bottom: 12 },
      xAxis: { ...axisOf(theme, axes?.[0]), nameLocation: 'middle', nameGap: 24 },
      yAxis: {
        ...axisOf(theme, axes?.[1]),
        ...{ nameLocation: 'end', nameGap: 8 },
        nameTextStyle: { color: theme.foreground, fontSize: 11, align: 'left', padding: [0, 0, 0, -32] },
      },
      series: groups.map(({ colour, symbol, images }) => ({
        ...{ type: 'scatter', symbol, symbolSize: POINT_PX, animation: false },
        itemStyle: { color: colour, borderColor: theme.background, borderWidth: 1 },
        data: images.map((at) => ({
          value: [places[2 * at], places[2 * at + 1], at],
          ...(selected.size > 0 && !selected.has(at) ? { itemStyle: { opacity: FADED } } : {}),
        })),
      })),
    },
  };
}

function axisOf(theme: ChartTheme, name: string | undefined): ChartOption {
  const look = axisLook(theme);
  return {
    ...{ ...look, type: 'value', scale: true, name: name ?? '' },
    axisLabel: { ...(look.axisLabel as object), show: name !== undefined, formatter: shortText },
    ...(name === undefined ? { splitLine: { show: false } } : {}),
  };
}
