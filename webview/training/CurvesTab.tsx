// Tab of curves: controls above, sections of charts below, the pinned charts first.

import { useMemo } from 'preact/hooks';
import { chartTheme } from '../charts/chartColours.js';
import { sharedCursor, type SharedCursor } from '../charts/cursor.js';
import type { RunHead } from '../messages/training.js';
import { t } from '../ui/l10n.js';
import { ChartCard } from './ChartCard.js';
import {
  chartGroups,
  chartSections,
  seriesFilter,
  type ChartGroup,
  type ChartSection,
} from './chartGroups.js';
import { CurveControls } from './CurveControls.js';
import type { CurveStore } from './curveStore.js';
import { SectionHeading } from './SectionHeading.js';
import { withToggled, type TrainingView } from './trainingView.js';

export interface CurvesTabProps {
  readonly runs: readonly RunHead[];
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  readonly store: CurveStore;
  /** Changes whenever curves have grown. */
  readonly version: number;
  /** True if charts out of sight are drawn, too. */
  readonly drawAll: boolean;
  readonly onSave: (name: string, format: 'csv' | 'png', bytes: Uint8Array) => void;
}

export function CurvesTab(props: CurvesTabProps) {
  const { runs, view, onView, store, version } = props;
  const cursor: SharedCursor = useMemo(sharedCursor, []);
  const groups = groupsOf(runs, store);
  const filter = seriesFilter(view.filter);
  const passes = typeof filter === 'string' ? () => true : filter;
  const theme = chartTheme();
  const shown = groups.filter(({ series }) => series.some(passes));
  const isFiltered = view.filter.trim() !== '';
  const sections = chartSections(shown, view.pinned);
  // A filter shows what it finds, also in folded sections.
  const isOpen = ({ id }: ChartSection) => isFiltered || !view.collapsed.includes(id);
  return (
    <div class="curves">
      <CurveControls
        view={view}
        onView={onView}
        fault={typeof filter === 'string' ? filter : undefined}
        names={groups.flatMap(({ series }) => series.map(({ words }) => words))}
      />
      {shown.length === 0 && <p class="empty">{emptyText(runs, groups, store)}</p>}
      {sections.map((section) => (
        <section key={section.id} class="chart-section" aria-label={section.title}>
          <SectionHeading
            title={section.title}
            count={section.charts.length}
            isOpen={isOpen(section)}
            onToggle={() => onView({ collapsed: withToggled(view.collapsed, section.id) })}
          />
          {isOpen(section) && (
            <div class="chart-grid">
              {section.charts.map((group) => (
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
                  cursor={cursor}
                  theme={theme}
                  onSave={props.onSave}
                />
              ))}
            </div>
          )}
        </section>
      ))}
    </div>
  );
}

function emptyText(runs: readonly RunHead[], groups: readonly ChartGroup[], store: CurveStore): string {
  if (runs.length === 0) return t('Select a run to see its curves.');
  if (groups.length > 0) return t('No series passes the filter.');
  const isRead = runs.every(({ id }) => store.table(id, 'steps')?.complete);
  return isRead ? t('Waiting for the first step …') : t('Reading the curves …');
}

/** Charts of all columns of the runs; declared columns come first, in the declared order. */
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
