// Table of all runs: filter, order by any column, groups by a key of the configuration, choice of columns, selection of runs.
// The best value of a metric is marked. The space bar selects the current run, Enter shows it alone.

import { useMemo, useState } from 'preact/hooks';
import type { ChartTheme } from '../charts/chartColours.js';
import { MOST_SELECTED, type RunHead } from '../messages/training.js';
import { ColumnMenu } from '../ui/ColumnMenu.js';
import { Button } from '../ui/Controls.js';
import { Choice, SearchBox } from '../ui/Fields.js';
import { isPlainKey } from '../ui/keys.js';
import { t } from '../ui/l10n.js';
import { Table, type TableColumn } from '../ui/Table.js';
import { sortedOrder } from '../ui/tableRows.js';
import {
  bestRows,
  cellOf,
  cellText,
  columnsOf,
  columnGroup,
  columnTitle,
  columnWidth,
  firstColumns,
  groupedRuns,
  isNumeric,
  matchesRun,
  OWN_COLUMNS,
  sortsDown,
} from './runRows.js';
import { STATUSES, statusText } from './runStatusLook.js';
import { SelectRun } from './SelectRun.js';
import type { TrainingView } from './trainingView.js';

export interface RunTableProps {
  readonly runs: readonly RunHead[];
  readonly selected: readonly string[];
  readonly view: TrainingView;
  readonly theme: ChartTheme;
  readonly onView: (change: Partial<TrainingView>) => void;
  readonly onSelect: (runs: readonly string[]) => void;
}

const LINE_PX = 28;
/** Column of the check boxes. */
const SELECTED = 'selected';

export function RunTable({ runs, selected, view, theme, onView, onSelect }: RunTableProps) {
  const [current, setCurrent] = useState<string>();
  const { runFilter, sort, group } = view;
  const all = columnsOf(runs);
  const chosen =
    view.columns.length > 0 ? view.columns.filter((column) => all.includes(column)) : firstColumns(runs);
  const ids = [...OWN_COLUMNS, ...chosen];
  const rows = useMemo(() => {
    const passes = Uint8Array.from(runs, (run) => Number(matchesRun(run, runFilter)));
    return sortedOrder(runs.length, passes, (row) => cellOf(runs[row]!, sort.by), sort.descending);
  }, [runs, runFilter, sort]);
  const groups = useMemo(() => groupedRuns(runs, rows, group), [runs, rows, group]);
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.config)))].sort();
  const isFull = (run: RunHead) => selected.length >= MOST_SELECTED && !selected.includes(run.id);

  const best = bestRows(runs, rows, ids);
  const sortBy = (by: string) => {
    const shown = ids.includes(by) ? {} : { columns: [...chosen, by] };
    onView({ sort: { by, descending: sortsDown(by) }, ...shown });
  };

  const columns: readonly TableColumn[] = [
    {
      id: SELECTED,
      title: t('Shown'),
      width: 6,
      align: 'left',
      unsorted: true,
      content: (row) => (
        <SelectRun
          run={runs[row]!}
          selected={selected}
          theme={theme}
          disabled={isFull(runs[row]!)}
          onSelect={onSelect}
        />
      ),
    },
    ...ids.map((id): TableColumn => ({
      id,
      title: columnTitle(id),
      width: columnWidth(id, runs),
      align: isNumeric(id, runs) ? 'right' : 'left',
      content: (row) => {
        if (id === 'status') return <Status run={runs[row]!} />;
        const text = cellText(runs[row]!, id);
        return best.get(id) === row ? <Best text={text} /> : text;
      },
    })),
  ];
  const onKey = (event: KeyboardEvent) => {
    const run = runs.find(({ id }) => id === current);
    if (!run || !isPlainKey(event) || event.target !== event.currentTarget) return false;
    if (event.key === 'Enter') onSelect([run.id]);
    else if (event.key !== ' ') return false;
    else if (selected.includes(run.id)) onSelect(selected.filter((id) => id !== run.id));
    else if (!isFull(run)) onSelect([...selected, run.id]);
    return true;
  };
  const currentRow = runs.findIndex(({ id }) => id === current);
  return (
    <div class="runs-tab">
      <div class="controls">
        <SearchBox
          label={t('Filter of runs')}
          placeholder={t('Filter: words, or batchSize=1 dice>0.8')}
          value={runFilter}
          grow
          onInput={(to) => onView({ runFilter: to })}
        />
        <Choice
          label={t('Sort by')}
          caption={t('sort by')}
          value={sort.by}
          options={all.map((id) => ({ value: id, title: columnTitle(id), group: columnGroup(id) }))}
          onChoose={sortBy}
        />
        <Choice
          label={t('Group by')}
          caption={t('group by')}
          value={group}
          options={[{ value: '', title: t('nothing') }, ...keys.map((key) => ({ value: key, title: key }))]}
          onChoose={(to) => onView({ group: to })}
        />
        <ColumnMenu
          columns={all.slice(OWN_COLUMNS.length).map((id) => ({ id, title: columnTitle(id) }))}
          shown={chosen}
          onShown={(to) => onView({ columns: to })}
        />
        <Button
          label={t('Compare selected runs')}
          disabled={selected.length < 2}
          onClick={() => onView({ tab: 'compare' })}
        />
      </div>
      <Table
        label={t('Runs')}
        columns={columns}
        groups={groups}
        linePx={LINE_PX}
        sort={sort}
        onSort={(to) => (to.by === sort.by ? onView({ sort: to }) : sortBy(to.by))}
        current={currentRow < 0 ? undefined : currentRow}
        onCurrent={(row) => setCurrent(row === undefined ? undefined : runs[row]!.id)}
        classOf={(row) => (selected.includes(runs[row]!.id) ? 'marked' : '')}
        onKey={onKey}
      />
      {rows.length === 0 && <p class="empty">{t('No run passes the filter.')}</p>}
    </div>
  );
}

function Best({ text }: { readonly text: string }) {
  return (
    <b class="best" title={t('Best of the listed runs')}>
      {text} <span class="codicon codicon-star-full" role="img" aria-label={t('best')} />
    </b>
  );
}

function Status({ run }: { readonly run: RunHead }) {
  return (
    <span class={`status ${run.status}`}>
      <span class={`codicon codicon-${STATUSES[run.status].icon}`} aria-hidden="true" /> {statusText(run)}
    </span>
  );
}
