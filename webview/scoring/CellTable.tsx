// The cells of one map as a table: only rows in sight exist. Sorted by a click on a heading, filtered by class and by a
// range of any column, linked with the image both ways. Keys: arrows, Page Up/Down, Home, End, F to flip a class.

import './scoring.css';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { NOT_COUNTED, COUNTED_POSITIVE } from '../../engine/postprocessing/gate.js';
import { CellHistogram } from './CellHistogram.js';
import type { PageCells } from './pageCells.js';
import type { CellTableProps } from './props.js';
import type { TableLook } from './tableLook.js';
import { historyKey } from './ScorePanel.js';
import {
  CLASS_FILTERS,
  columnsOf,
  filtered,
  histogram,
  rowsInSight,
  scrolledTo,
  sortedRows,
  type ClassFilter,
  type Column,
  type ColumnId,
} from './tableRows.js';

const ROW_PX = 22;
/** Least width; narrower tables scroll sideways. */
const COLUMN_EM = 5;

export function CellTable(props: CellTableProps) {
  const { scores, mpp } = props;
  const { cells } = scores;
  if (!cells) return <p class="note">{scores.problem ?? 'Reading the cells …'}</p>;
  return <Table {...props} cells={cells} columns={columnsOf(cells, mpp)} />;
}

function Table({
  scores,
  cells,
  columns,
  trusted,
  selected,
  hovered,
  onSelect,
  onHover,
  onFilter,
  look,
  onLook,
}: CellTableProps & { readonly cells: PageCells; readonly columns: readonly Column[] }) {
  const { sort, classes, shown, plotted } = look;
  const change = (part: Partial<TableLook>) => onLook({ ...look, ...part });
  const setRange = (to: TableLook['range']) => onLook(withRange(look, to));
  const [scrollPx, setScrollPx] = useState(0);
  const [windowPx, setWindowPx] = useState(300);
  const body = useRef<HTMLDivElement>(null);

  const columnOf = (id: ColumnId) => columns.find((column) => column.id === id) ?? columns[0]!;
  const plottedColumn = columnOf(plotted);
  // Other cells may lack the column.
  const range = plottedColumn.id === plotted ? look.range : undefined;
  const { list, revision } = cells;
  const passes = useMemo(
    () => filtered(cells, { classes, ...(range ? { range: { column: plottedColumn, ...range } } : {}) }),
    [list, revision, classes, range?.low, range?.high, plottedColumn.id, plottedColumn.unit],
  );
  const rows = useMemo(
    () => sortedRows(list.length, passes, columnOf(sort.by), sort.descending),
    // Classes move with the thresholds; other columns do not.
    [list, passes, sort.by, sort.descending, sort.by === 'class' ? revision : 0],
  );
  const bars = useMemo(
    () => histogram(list.length, plottedColumn),
    [list, plottedColumn.id, plottedColumn.unit],
  );
  const visible = columns.filter(({ id }) => shown.includes(id));
  const place = useMemo(() => (selected === undefined ? -1 : rows.indexOf(selected)), [rows, selected]);

  useEffect(() => onFilter?.(passes), [passes]);
  useLayoutEffect(() => {
    const { current } = body;
    if (!current) return;
    const observer = new ResizeObserver(() => setWindowPx(current.clientHeight));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  // A cell that was selected in the image comes into sight.
  useEffect(() => {
    const { current } = body;
    if (current && place >= 0)
      current.scrollTop = scrolledTo(place, ROW_PX, current.scrollTop, current.clientHeight);
  }, [selected, place >= 0]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(windowPx / ROW_PX) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: place + 1,
      ArrowUp: Math.max(0, place - 1),
      PageDown: place + page,
      PageUp: Math.max(0, place - page),
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (to !== undefined && rows.length > 0) onSelect(rows[Math.min(to, rows.length - 1)]);
    else if (event.key.toLowerCase() === 'f' && isPlain && trusted && selected !== undefined)
      scores.actions.flip(selected);
    else if (event.key === 'Escape') onSelect(undefined);
    else if (!historyKey(event, trusted, scores.actions)) return;
    event.preventDefault();
  };

  const { first, end } = rowsInSight(rows.length, ROW_PX, scrollPx, windowPx);
  const template = { gridTemplateColumns: `repeat(${visible.length}, minmax(${COLUMN_EM}em, 1fr))` };
  const least = { minWidth: `${visible.length * COLUMN_EM}em` };
  return (
    <section class="cell-table" aria-label="Cells">
      <div class="cell-tools">
        <label>
          Show{' '}
          <select
            value={classes}
            onChange={({ currentTarget }) => change({ classes: currentTarget.value as ClassFilter })}
          >
            {CLASS_FILTERS.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label>
          Histogram{' '}
          <select
            value={plottedColumn.id}
            onChange={({ currentTarget }) =>
              onLook(withRange({ ...look, plotted: currentTarget.value as ColumnId }, undefined))
            }
          >
            {columns
              .filter(({ id }) => id !== 'number' && id !== 'class')
              .map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
          </select>
        </label>
        <details class="column-choice">
          <summary>Columns</summary>
          <div>
            {columns.map(({ id, title }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={shown.includes(id)}
                  disabled={shown.length === 1 && shown.includes(id)}
                  onChange={() =>
                    change({
                      shown: shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id],
                    })
                  }
                />{' '}
                {title}
              </label>
            ))}
          </div>
        </details>
        <span class="row-count" role="status">
          {rows.length} of {list.length}
        </span>
      </div>
      {bars && <CellHistogram bars={bars} column={plottedColumn} range={range} onRange={setRange} />}
      <div
        class="cell-grid"
        role="grid"
        aria-label="Cells"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={place >= first && place < end ? `cell-row-${selected}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div class="cell-head" role="row" style={{ ...template, ...least }}>
          {visible.map(({ id, title, unit }) => (
            <div
              key={id}
              role="columnheader"
              aria-sort={sort.by === id ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button
                type="button"
                onClick={() => change({ sort: { by: id, descending: sort.by === id && !sort.descending } })}
              >
                {title}
                {unit && <small> {unit}</small>}
                {sort.by === id && (sort.descending ? ' ▾' : ' ▴')}
              </button>
            </div>
          ))}
        </div>
        <div
          class="cell-body"
          role="presentation"
          style={least}
          ref={body}
          onScroll={({ currentTarget }) => setScrollPx(currentTarget.scrollTop)}
          onMouseLeave={() => onHover(undefined)}
        >
          <div role="presentation" style={{ height: `${rows.length * ROW_PX}px` }}>
            {Array.from(rows.subarray(first, end), (cell, k) => (
              <div
                key={cell}
                id={`cell-row-${cell}`}
                role="row"
                aria-rowindex={first + k + 2}
                aria-selected={cell === selected}
                class={`cell-row${cell === hovered ? ' hovered' : ''}`}
                style={{ ...template, top: `${(first + k) * ROW_PX}px`, height: `${ROW_PX}px` }}
                onClick={() => onSelect(cell)}
                onMouseEnter={() => onHover(cell)}
              >
                {visible.map((column) => (
                  <span key={column.id} role="gridcell">
                    {column.id === 'class'
                      ? className(cells, cell)
                      : column.valueOf(cell).toFixed(column.decimals)}
                  </span>
                ))}
              </div>
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}

function withRange({ sort, classes, shown, plotted }: TableLook, range: TableLook['range']): TableLook {
  return { sort, classes, shown, plotted, ...(range ? { range } : {}) };
}

/** In words: colour alone says nothing to some readers. */
function className({ gate, corrected }: PageCells, cell: number): string {
  const entry = gate[cell];
  if (entry === NOT_COUNTED) return 'left out';
  return `${entry === COUNTED_POSITIVE ? 'positive' : 'negative'}${corrected[cell] === 1 ? ' ✎' : ''}`;
}
