// All charts in one file: what "Export Curves…" asks the page for.

import { chartTheme } from '../charts/chartColours.js';
import type { RunHead } from '../messages/training.js';
import { chartLines } from './chartLines.js';
import { seriesFilter, type ChartGroup } from './chartGroups.js';
import type { CurveStore } from './curveStore.js';
import { chartPicture, linesCsv } from './savedCurves.js';
import type { TrainingView } from './trainingView.js';

/** Charts that are on the page, in its order. Throws where there is none. */
export async function exportCurves(
  format: 'csv' | 'png',
  runs: readonly RunHead[],
  view: TrainingView,
  groups: readonly ChartGroup[],
  store: CurveStore,
  page: ParentNode,
): Promise<Uint8Array> {
  const filter = seriesFilter(view.filter);
  const theme = chartTheme();
  const charts = groups.flatMap((group) => {
    const passes = typeof filter === 'string' ? () => true : filter;
    const lines = chartLines(group, runs, view, passes, store, theme);
    const canvas = page.querySelector<HTMLCanvasElement>(`[data-chart="${CSS.escape(group.id)}"] canvas`);
    return canvas && lines.length > 0 ? { title: group.title, canvas, legend: lines } : [];
  });
  if (charts.length === 0)
    throw new Error('No curves are on the page. Open the tab Curves, with a run that is ticked.');
  return format === 'png'
    ? chartPicture(charts, theme)
    : new TextEncoder().encode(
        linesCsv(
          charts.flatMap(({ legend }) => legend),
          view.xAxis,
        ),
      );
}
