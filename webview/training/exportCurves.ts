// Export of all charts into one file, for "Export Curves…".

import { chartTheme } from '../charts/chartColours.js';
import type { RunHead } from '../messages/training.js';
import { t } from '../ui/l10n.js';
import { chartLines } from './chartLines.js';
import { seriesFilter, type ChartGroup } from './chartGroups.js';
import type { CurveStore } from './curveStore.js';
import { chartPicture } from '../charts/chartPicture.js';
import { linesCsv } from './savedCurves.js';
import type { TrainingView } from './trainingView.js';

/** File of the charts on the page, in its order. Throws if there is none. */
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
    throw new Error(t('There are no curves on the page. Select a run and open the tab Curves.'));
  return format === 'png'
    ? chartPicture(charts, theme)
    : new TextEncoder().encode(
        linesCsv(
          charts.flatMap(({ legend }) => legend),
          view.xAxis,
        ),
      );
}
