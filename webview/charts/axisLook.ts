// Common look of the axes of plots.

import type { ChartTheme } from './chartColours.js';
import type { ChartOption } from './openChart.js';

/** Common look of every axis. */
export function axisLook(theme: ChartTheme): ChartOption {
  return {
    nameTextStyle: { color: theme.foreground, fontSize: 11 },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted } },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.grid } },
  };
}
