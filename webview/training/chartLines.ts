// Lines of one chart: its series of all selected runs that pass the filter and the legend.

import { ENDED_STATUSES } from '../../engine/runlog/runState.js';
import type { ChartTheme } from '../charts/chartColours.js';
import type { ChartLine } from '../charts/drawChart.js';
import type { RunHead } from '../messages/training.js';
import type { ChartGroup, Series } from './chartGroups.js';
import type { CurveStore } from './curveStore.js';
import { curveStyle } from './runColours.js';
import { shortName } from './runStatusLook.js';
import type { TrainingView } from './trainingView.js';

export interface LegendEntry extends Series {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly shown: boolean;
}

/** Entries of the legend. With several runs a term has no colour of its own: its entry is grey. */
export function legendOf(
  group: ChartGroup,
  runs: number,
  view: Pick<TrainingView, 'hidden'>,
  passes: (series: Series) => boolean,
  theme: ChartTheme,
): readonly LegendEntry[] {
  return group.series.flatMap((series, term) => {
    if (!passes(series)) return [];
    const { colour, dash } = curveStyle(0, runs, term);
    return {
      ...series,
      dash,
      colour: runs > 1 ? theme.muted : theme.colour(colour),
      shown: !view.hidden.includes(series.name),
    };
  });
}

/** Number of lines in the chart. */
export function lineCount(
  group: ChartGroup,
  runs: readonly RunHead[],
  view: Pick<TrainingView, 'hidden'>,
  passes: (series: Series) => boolean,
  store: CurveStore,
): number {
  const shown = group.series.filter((series) => passes(series) && !view.hidden.includes(series.name));
  return shown.reduce(
    (sum, { table, name }) => sum + runs.filter(({ id }) => store.table(id, table)?.columns.has(name)).length,
    0,
  );
}

export function chartLines(
  group: ChartGroup,
  runs: readonly RunHead[],
  view: TrainingView,
  passes: (series: Series) => boolean,
  store: CurveStore,
  theme: ChartTheme,
): readonly ChartLine[] {
  const lines: ChartLine[] = [];
  runs.forEach((run, index) => {
    group.series.forEach((series, term) => {
      if (!passes(series) || view.hidden.includes(series.name)) return;
      // Rates are set, not measured: they are not smoothed.
      const weight = series.name.startsWith('rate/') ? 0 : view.smoothing;
      const axis = {
        kind: view.xAxis,
        stepsPerEpoch: run.stepsPerEpoch,
        startedMs: run.startedMs ?? 0,
      };
      const curve = store.curve(run.id, series.table, series.name, axis, weight, view.band === 'deviation');
      if (!curve) return;
      const named = (text: string) => (runs.length > 1 ? `${text} · ${shortName(run.name)}` : text);
      const { colour, dash } = curveStyle(index, runs.length, term);
      const { raw, step, smooth, low, high } = curve;
      const edges =
        view.band === 'deviation' && low && high
          ? { low, high }
          : view.band === 'range' && smooth
            ? { low: raw, high: raw, reach: Math.ceil(0.5 / (1 - weight)) }
            : {};
      lines.push({
        id: `${run.id} ${series.name}`,
        label: named(series.label),
        words: named(series.words),
        colour: theme.colour(colour),
        dash,
        raw,
        step,
        // A folder of TensorBoard does not say whether it grows.
        ended: ENDED_STATUSES.has(run.status),
        ...(smooth ? { smooth } : {}),
        ...edges,
        pale: view.band === 'raw',
        dots: series.table === 'validations',
      });
    });
  });
  return lines;
}
