// Table of the cells of one map, filtered by class and by a range of any column. It shows the selection of the page, and
// selects: rows by click, Shift and Ctrl, ranges of the histogram by a drag.

import './scoring.css';
import { useEffect, useMemo } from 'preact/hooks';
import { ColumnMenu } from '../ui/ColumnMenu.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { Table, type RowChoice } from '../ui/Table.js';
import { sortedOrder } from '../ui/tableRows.js';
import type { PageCells } from '../viewer/pageCells.js';
import { CellHistogram } from './CellHistogram.js';
import {
  CLASS_FILTERS,
  cellText,
  columnsOf,
  filtered,
  isMean,
  type ClassFilter,
  type Column,
  type ColumnId,
} from './cellRows.js';
import { binOf, flaggedCounts, histogram } from './columnHistogram.js';
import type { CellChoice, CellSelection } from './cellSelection.js';
import type { MapScores } from './mapScores.js';
import { isPluginColumn } from './pluginCells.js';
import type { TableLook } from './tableLook.js';

export interface CellTableProps {
  readonly scores: MapScores;
  /** Micrometres per pixel, where known: sizes are in µm² then. */
  readonly mpp?: number;
  /** Selection in `scores.cells`. */
  readonly selection: CellSelection | undefined;
  /** Index into `scores.cells`. */
  readonly hovered: number | undefined;
  readonly onChoose: (choice: CellChoice) => void;
  readonly onClear: () => void;
  readonly onHover: (cell: number | undefined) => void;
  readonly look: TableLook;
  readonly onLook: (look: TableLook) => void;
  /** 1 for each cell that passes the table's filter; undefined: all do. */
  readonly onFilter: (shown: Uint8Array | undefined) => void;
}

const LINE_PX = 22;
/** Least width of a column in digits; narrower tables scroll sideways. */
const COLUMN_WIDTH = 9;

const CLASS_TITLES: Readonly<Record<ClassFilter, string>> = {
  all: t('all'),
  counted: t('counted'),
  positive: t('positive'),
  negative: t('negative'),
  'left out': t('left out'),
  corrected: t('corrected'),
};

export function CellTable(props: CellTableProps) {
  const { cells, problem } = props.scores;
  if (!cells) return <p class="note">{problem ?? t('Reading the cells …')}</p>;
  return <Cells {...props} cells={cells} columns={columnsOf(cells, props.mpp)} />;
}

function Cells(props: CellTableProps & { readonly cells: PageCells; readonly columns: readonly Column[] }) {
  const { scores, cells, columns, selection, hovered, look, onLook, onChoose, onClear, onFilter } = props;
  const { sort, classes, plotted, hidden = [] } = look;
  const ofPlugins = columns.map(({ id }) => id).filter(isPluginColumn);
  const shown = [...look.shown, ...ofPlugins.filter((id) => !hidden.includes(id))];
  const change = (part: Partial<TableLook>) => onLook({ ...look, ...part });
  const columnOf = (id: ColumnId) => columns.find((column) => column.id === id) ?? columns[0]!;
  const plottedColumn = columnOf(plotted);
  // These cells may lack the column of the saved range.
  const range = plottedColumn.id === plotted ? look.range : undefined;
  const { list, revision } = cells;
  const passes = useMemo(
    () => filtered(cells, { classes, ...(range ? { range: { column: plottedColumn, ...range } } : {}) }),
    [list, revision, classes, range?.low, range?.high, plottedColumn.id, plottedColumn.unit],
  );
  const rows = useMemo(
    () => sortedOrder(list.length, passes, columnOf(sort.by).valueOf, sort.descending),
    // Classes change with the thresholds; other columns do not.
    [
      list,
      passes,
      cells.means,
      cells.contributed,
      sort.by,
      sort.descending,
      sort.by === 'class' ? revision : 0,
    ],
  );
  // The range does not narrow the histogram, so that it can be widened again.
  const ofClass = useMemo(() => filtered(cells, { classes }), [list, revision, classes]);
  const bars = useMemo(
    () => histogram(list.length, plottedColumn, ofClass),
    [list, ofClass, cells.means, cells.contributed, plottedColumn.id, plottedColumn.unit],
  );
  const selectedBars = useMemo(
    () => bars && selection && flaggedCounts(bars, plottedColumn, selection.flags, ofClass),
    [bars, selection?.flags],
  );
  useEffect(() => onFilter(passes), [passes]);

  const onCurrent = (cell: number | undefined, choice: RowChoice) => {
    if (cell === undefined) return onClear();
    const anchor = selection?.anchor ?? selection?.current;
    const from = choice.extends && anchor !== undefined ? rows.indexOf(anchor) : -1;
    if (from < 0) return onChoose({ cells: [cell], how: choice.toggles ? 'toggle' : 'only', current: cell });
    const to = rows.indexOf(cell);
    const range = rows.subarray(Math.min(from, to), Math.max(from, to) + 1);
    onChoose({ cells: range, how: choice.toggles ? 'add' : 'only', current: cell, keepsAnchor: true });
  };
  const onBars = (first: number, last: number, adds: boolean) => {
    const inBars = rows.filter((cell) => {
      const bar = binOf(bars!, plottedColumn.valueOf(cell));
      return bar >= first && bar <= last;
    });
    onChoose({ cells: inBars, how: adds ? 'add' : 'only' });
  };
  return (
    <section class="cell-table" aria-label={t('Cells')}>
      <div class="cell-tools">
        <Choice
          label={t('Cells to show')}
          caption={t('Show')}
          value={classes}
          options={CLASS_FILTERS.map((value) => ({ value, title: CLASS_TITLES[value] }))}
          onChoose={(to) => change({ classes: to })}
        />
        <Choice
          label={t('Column of the histogram')}
          caption={t('Histogram')}
          value={plottedColumn.id}
          options={columns
            .filter(({ id }) => id !== 'number' && id !== 'class')
            .map(({ id, title }) => ({ value: id, title }))}
          onChoose={(to) => onLook(withRange({ ...look, plotted: to }, undefined))}
        />
        <ColumnMenu
          columns={columns}
          shown={shown}
          keepOne
          onShown={(to) =>
            change({
              shown: to.filter((id) => !isPluginColumn(id)),
              // Those of other results stay as they are.
              hidden: [
                ...hidden.filter((id) => !columns.some((column) => column.id === id)),
                ...ofPlugins.filter((id) => !to.includes(id)),
              ],
            })
          }
        />
        <span class="row-count" role="status">
          {selection
            ? t('{0} of {1}, {2} selected', rows.length, list.length, selection.count)
            : t('{0} of {1}', rows.length, list.length)}
        </span>
      </div>
      {bars && (
        <CellHistogram
          bars={bars}
          selected={selectedBars}
          column={plottedColumn}
          range={range}
          onRange={(to) => onLook(withRange(look, to))}
          onSelect={onBars}
        />
      )}
      {scores.unmeasured !== undefined && shown.some((id) => isMean(id) || isPluginColumn(id)) && (
        <p class="note">{scores.unmeasured}</p>
      )}
      <Table
        label={t('Cells')}
        columns={columns
          .filter(({ id }) => shown.includes(id))
          .map((column) => ({
            id: column.id,
            title: column.title,
            unit: column.unit,
            ...(column.hint === undefined ? {} : { hint: column.hint }),
            width: COLUMN_WIDTH,
            align: 'right',
            content: (cell) => cellText(cells, column, cell),
          }))}
        groups={[{ title: '', rows }]}
        linePx={LINE_PX}
        sort={sort}
        onSort={(to) => change({ sort: to })}
        current={selection?.current}
        onCurrent={onCurrent}
        isSelected={(cell) => selection?.flags[cell] === 1}
        classOf={(cell) => (cell === hovered ? 'hovered' : '')}
        onHover={props.onHover}
      />
    </section>
  );
}

function withRange(
  { sort, classes, shown, hidden, plotted }: TableLook,
  range: TableLook['range'],
): TableLook {
  return { sort, classes, shown, ...(hidden ? { hidden } : {}), plotted, ...(range ? { range } : {}) };
}
