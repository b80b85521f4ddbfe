// The curves: how they are shown above, a chart for each group of series below.

import { useMemo } from 'preact/hooks';
import { chartTheme } from '../charts/chartColours.js';
import { sharedCursor, type SharedCursor } from '../charts/cursor.js';
import type { RunHead } from '../messages/training.js';
import { ChartCard } from './ChartCard.js';
import { CurveControls } from './CurveControls.js';
import { chartGroups, seriesFilter, type ChartGroup } from './chartGroups.js';
import type { CurveStore } from './curveStore.js';
import type { DrawnChart, Remembered } from './remembered.js';
import type { TrainingView } from './trainingView.js';

export interface CurvesProps {
  readonly runs: readonly RunHead[];
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  readonly store: CurveStore;
  /** Changes whenever curves have grown. */
  readonly version: number;
  /** All charts, wherever the page is scrolled to. */
  readonly drawAll: boolean;
  readonly remembered: Remembered | undefined;
  readonly drawnCharts: Map<string, DrawnChart>;
  readonly onSave: (name: string, format: 'csv' | 'png', bytes: Uint8Array) => void;
}

export function CurvesTab(props: CurvesProps) {
  const { runs, view, onView, store, version } = props;
  const cursor: SharedCursor = useMemo(sharedCursor, []);
  const { remembered } = props;
  const groups = remembered ? remembered.charts.map(({ group }) => group) : groupsOf(runs, store);
  const filter = seriesFilter(view.filter);
  const passes = typeof filter === 'string' ? () => true : filter;
  const theme = chartTheme();
  const shown = groups.filter(({ series }) => series.some(({ name }) => passes(name)));
  return (
    <div class="curves">
      <CurveControls
        view={view}
        onView={onView}
        wrongFilter={typeof filter === 'string' ? filter : undefined}
        names={groups.flatMap(({ series }) => series.map(({ name }) => name))}
      />
      {runs.length === 0 && <p class="empty">Tick a run to see its curves.</p>}
      {runs.length > 0 && groups.length === 0 && <p class="empty">Waiting for the first step …</p>}
      {groups.length > 0 && shown.length === 0 && <p class="empty">No series passes the filter.</p>}
      <div class="chart-grid">
        {shown.map((group) => (
          <ChartCard
            key={group.id}
            group={group}
            runs={runs}
            view={view}
            onView={onView}
            passes={passes}
            store={store}
            version={version}
            drawn={props.drawAll}
            remembered={remembered?.charts.find((chart) => chart.group.id === group.id)}
            drawnCharts={props.drawnCharts}
            cursor={cursor}
            theme={theme}
            onSave={props.onSave}
          />
        ))}
      </div>
    </div>
  );
}

/** Of all columns of the runs, those that they declare first and in that order. */
export function groupsOf(runs: readonly RunHead[], store: CurveStore): readonly ChartGroup[] {
  const columns = (table: 'steps' | 'validations', declared: (run: RunHead) => readonly string[]) => {
    const there = new Set(runs.flatMap(({ id }) => [...(store.table(id, table)?.columns.keys() ?? [])]));
    const first = [...new Set(runs.flatMap(declared))].filter((name) => there.has(name));
    return [...first, ...[...there].filter((name) => !first.includes(name))];
  };
  return chartGroups(
    columns('steps', ({ losses }) => losses),
    columns('validations', ({ metrics }) => metrics),
  );
}
