// Table of the plots of a sweep: to add one, write its row and name it here.

import { edfPlot } from './distribution.js';
import { historyPlot, hypervolumePlot } from './history.js';
import { importancePlot } from './importance.js';
import { intermediatePlot } from './intermediate.js';
import { contourPlot, rankPlot } from './pairs.js';
import { parallelPlot } from './parallel.js';
import { paretoPlot } from './pareto.js';
import type { PlotRow } from './plot.js';
import { slicePlot } from './slice.js';
import { timelinePlot } from './timeline.js';

/** Plots, in the order in which they are shown at first. */
export const PLOTS: readonly PlotRow[] = [
  paretoPlot,
  historyPlot,
  importancePlot,
  hypervolumePlot,
  intermediatePlot,
  parallelPlot,
  slicePlot,
  contourPlot,
  rankPlot,
  edfPlot,
  timelinePlot,
];

export function plotNamed(id: string): PlotRow | undefined {
  return PLOTS.find((plot) => plot.id === id);
}
