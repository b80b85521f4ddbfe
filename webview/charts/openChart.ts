// A chart of ECharts in an element of the page: what it draws, colours of the theme, and what the user does in the chart as events.
// Each page registers the parts of the library that its plots need, so that its script holds no others. Colours and data come
// with each drawing; axes keep the intervals along them.

import { init, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import type { ChartTheme } from './chartColours.js';

/** Part of an axis. Both ends belong to it. */
export type Interval = readonly [low: number, high: number];

/** Option of the library; its own type allows anything, too. */
export type ChartOption = Readonly<Record<string, unknown>>;

export interface ChartDrawing {
  readonly option: ChartOption;
  /** Intervals along the axes of parallel coordinates, by the id of the axis, as places on them. */
  readonly intervals?: readonly { readonly id: string; readonly places: readonly Interval[] }[];
}

export interface ChartEvents {
  /** An item was clicked, by its position. */
  readonly click: (at: number) => void;
  /** Intervals along an axis of parallel coordinates, as places on it. */
  readonly intervals: (axis: string, places: readonly Interval[]) => void;
  /** Content of the tooltip of an item, by its position. */
  readonly tip: (at: number) => HTMLElement;
}

export interface OpenChart {
  show(drawing: ChartDrawing, theme: ChartTheme): void;
  resize(widthPx: number, heightPx: number): void;
  /** Index of the grid under a point of the chart, in CSS pixels; −1 outside of all. */
  gridAt(point: readonly [number, number], grids: number): number;
  /** Place on the axes of a grid. */
  placeAt(grid: number, point: readonly [number, number]): readonly [number, number];
  dispose(): void;
}

/** Parts of an event of the library that tell which item is meant. */
interface ItemEvent {
  readonly value?: unknown;
  readonly data?: { readonly at?: number } | unknown[];
}

export function openChart(
  element: HTMLElement,
  size: readonly [number, number],
  events: ChartEvents,
): OpenChart {
  const chart: EChartsType = init(element, null, { renderer: 'canvas', width: size[0], height: size[1] });
  let shown: ChartDrawing | undefined;
  /** Intervals that the axes have. */
  const marked = new Map<string, readonly Interval[]>();
  chart.on('click', (event) => {
    const at = positionOf(event as ItemEvent);
    if (at !== undefined) events.click(at);
  });
  chart.on('axisareaselected', (event) => {
    const { parallelAxisId: axis, intervals } = event as {
      parallelAxisId?: string;
      intervals?: Interval[];
    };
    if (axis === undefined) return;
    marked.set(axis, intervals ?? []);
    events.intervals(axis, intervals ?? []);
  });
  return {
    show: (drawing, theme) => {
      // Intervals of the selection that the axes do not have yet; each dispatch draws the chart anew.
      const mark = () => {
        for (const { id, places } of drawing.intervals ?? []) {
          if (areSame(marked.get(id) ?? [], places)) continue;
          marked.set(id, places);
          chart.dispatchAction(
            { type: 'axisAreaSelect', parallelAxisId: id, intervals: places },
            { silent: true },
          );
        }
      };
      const option: EChartsCoreOption = { ...look(theme, events.tip), ...drawing.option };
      const replaced = { replaceMerge: ['series', 'grid', 'xAxis', 'yAxis', 'parallelAxis'] };
      // The library keeps the order of axes that it knows: others begin anew.
      const hasNewAxes = axesOf(drawing) !== axesOf(shown);
      shown = drawing;
      if (hasNewAxes) {
        marked.clear();
        chart.setOption(option, { notMerge: true });
      }
      mark();
      chart.setOption(option, replaced);
      if (drawing.intervals) tint(chart, theme);
    },
    resize: (width, height) => {
      if (chart.getWidth() !== width || chart.getHeight() !== height) chart.resize({ width, height });
    },
    gridAt: ([x, y], grids) => {
      for (let grid = 0; grid < grids; grid++)
        if (chart.containPixel({ gridIndex: grid }, [x, y])) return grid;
      return -1;
    },
    placeAt: (grid, [x, y]) => chart.convertFromPixel({ gridIndex: grid }, [x, y]) as [number, number],
    dispose: () => chart.dispose(),
  };
}

function axesOf(drawing: ChartDrawing | undefined): string {
  return (drawing?.intervals ?? []).map(({ id }) => id).join();
}

/** Shape that the library draws for an interval along an axis. */
interface Cover {
  __brushOption?: { brushStyle: object };
  traverse?(visit: (inside: Cover) => void): void;
  childOfName?(name: string): { setStyle(style: object): void } | undefined;
}

/** Colours the intervals: the library keeps the look of one only while it is dragged. */
function tint(chart: EChartsType, theme: ChartTheme): void {
  const style = { fill: theme.accent, stroke: theme.accent, lineWidth: 1, opacity: 0.35 };
  const visit = (shape: Cover) => {
    if (!shape.__brushOption) return;
    shape.__brushOption.brushStyle = style;
    shape.childOfName?.('main')?.setStyle(style);
  };
  // The library's type of its shapes does not name what its brush adds to them.
  for (const root of chart.getZr().storage.getRoots() as unknown as readonly Cover[]) {
    visit(root);
    root.traverse?.(visit);
  }
}

/** True for intervals whose ends are the same but for rounding. */
function areSame(some: readonly Interval[], others: readonly Interval[]): boolean {
  const isNear = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
  return (
    some.length === others.length &&
    some.every(([low, high], i) => isNear(low, others[i]![0]) && isNear(high, others[i]![1]))
  );
}

/** Position of an item: in its data, or the last of its values. */
function positionOf({ value, data }: ItemEvent): number | undefined {
  const at: unknown = Array.isArray(data) || data?.at === undefined ? undefined : data.at;
  const last: unknown = at ?? (Array.isArray(value) ? value.at(-1) : undefined);
  return typeof last === 'number' && Number.isInteger(last) ? last : undefined;
}

function look(theme: ChartTheme, tip: ChartEvents['tip']): EChartsCoreOption {
  return {
    ...{ animation: false, backgroundColor: 'transparent' },
    textStyle: { fontFamily: theme.font.replace(/^\S+\s/, ''), color: theme.foreground },
    tooltip: {
      ...{ trigger: 'item', confine: true, className: 'plot-tip', padding: 8, transitionDuration: 0 },
      ...{ backgroundColor: '', borderWidth: 0, extraCssText: 'box-shadow: none' },
      // An element, since the page's policy forbids styles in text.
      formatter: (event: ItemEvent) => {
        const at = positionOf(event);
        return at === undefined ? '' : tip(at);
      },
    },
  };
}
