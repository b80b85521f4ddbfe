// Table of many rows: only lines in sight exist. Headings sort, rows may stand in groups, one row is the current one. Keys:
// arrows, Page Up, Page Down, Home and End move the current row. A table whose rows can be selected says how a row was
// chosen: Shift extends the selection to it, Ctrl takes it in or out.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  lineAfterKey,
  lineAt,
  lineCount,
  lineOf,
  linesInSight,
  nextSort,
  scrolledTo,
  type RowGroup,
  type Sort,
} from './tableRows.js';
import { isPlainKey } from './keys.js';
import { useSize } from './useSize.js';

export interface TableColumn<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  /** Unit behind the title. */
  readonly unit?: string;
  /** Tooltip of the heading, if it says more than the title. */
  readonly hint?: string;
  /** Least width in digits; wider tables share the room that is left in this proportion. */
  readonly width: number;
  readonly align: 'left' | 'right';
  /** Absent: the column sorts. */
  readonly unsorted?: true;
  readonly content: (row: number) => ComponentChildren;
}

/** Modifiers of a click or key that chose a row. */
export interface RowChoice {
  readonly extends: boolean;
  readonly toggles: boolean;
}

export interface TableProps<Id extends string> {
  readonly label: string;
  readonly columns: readonly TableColumn<Id>[];
  readonly groups: readonly RowGroup[];
  readonly linePx: number;
  readonly sort: Sort<Id>;
  readonly onSort: (sort: Sort<Id>) => void;
  /** Scrolled into sight when it changes. */
  readonly current: number | undefined;
  readonly onCurrent: (row: number | undefined, choice: RowChoice) => void;
  /** Selected rows. Absent: the current row is the only selected one. */
  readonly isSelected?: (row: number) => boolean;
  /** A row was clicked, or Enter was pressed on it. */
  readonly onOpen?: (row: number) => void;
  /** Class of a row, beside that of every row. */
  readonly classOf?: (row: number) => string;
  /** Row under the pointer. */
  readonly onHover?: (row: number | undefined) => void;
  /** Further keys; returns whether it was one of them. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
}

export function Table<Id extends string>(props: TableProps<Id>) {
  const { label, columns, groups, linePx, sort, onSort, current, onCurrent, onHover, classOf } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const [scrollPx, setScrollPx] = useState(0);
  const count = lineCount(groups);
  const currentLine = current === undefined ? -1 : lineOf(groups, current);
  const windowPx = Math.max(0, height - (head.current?.offsetHeight ?? 0));
  const rowId = (row: number) => `${id}-row-${row}`;

  useEffect(() => {
    if (currentLine >= 0 && windowPx > 0)
      scroller.current!.scrollTop = scrolledTo(currentLine, linePx, scroller.current!.scrollTop, windowPx);
  }, [current, currentLine >= 0, windowPx > 0]);
  // A list that became shorter has scrolled back by itself.
  useLayoutEffect(() => setScrollPx(scroller.current!.scrollTop), [count]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (props.onKey?.(event)) return event.preventDefault();
    // Controls within the table have keys of their own.
    if (event.target !== event.currentTarget || !isPlainKey(event)) return;
    const line = lineAfterKey(groups, event.key, currentLine, Math.floor(windowPx / linePx));
    if (line !== undefined)
      onCurrent(lineAt(groups, line) as number, { extends: event.shiftKey, toggles: false });
    else if (event.key === 'Enter' && current !== undefined && props.onOpen) props.onOpen(current);
    else if (event.key === 'Escape' && current !== undefined)
      onCurrent(undefined, { extends: false, toggles: false });
    else return;
    event.preventDefault();
  };

  const { first, end } = linesInSight(count, linePx, scrollPx, windowPx);
  const template = {
    gridTemplateColumns: columns.map(({ width }) => `minmax(${width}ch, ${width}fr)`).join(' '),
  };
  const least = { minWidth: `${columns.reduce((sum, { width }) => sum + width, 0)}ch` };
  const line = (at: number) => {
    const content = lineAt(groups, at)!;
    const place = { top: `${at * linePx}px`, height: `${linePx}px` };
    if (typeof content !== 'number')
      return (
        <div
          key={`heading ${content.title}`}
          role="row"
          class="table-heading"
          style={place}
          aria-rowindex={at + 2}
        >
          <span role="gridcell" aria-colspan={columns.length}>
            {content.title} <small>{content.rows.length}</small>
          </span>
        </div>
      );
    return (
      <div
        key={content}
        id={rowId(content)}
        role="row"
        aria-rowindex={at + 2}
        aria-selected={props.isSelected?.(content) ?? content === current}
        class={`table-row ${content === current ? 'current' : ''} ${classOf?.(content) ?? ''}`}
        style={{ ...template, ...place }}
        onClick={({ shiftKey, ctrlKey, metaKey }) => {
          onCurrent(content, { extends: shiftKey, toggles: ctrlKey || metaKey });
          props.onOpen?.(content);
        }}
        onMouseDown={(event) => {
          // Shift would select the text of the rows.
          if (event.shiftKey) event.preventDefault();
        }}
        onMouseEnter={() => onHover?.(content)}
      >
        {columns.map((column) => (
          <span key={column.id} role="gridcell" class={column.align}>
            {column.content(content)}
          </span>
        ))}
      </div>
    );
  };
  return (
    <div
      class="table"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-multiselectable={props.isSelected !== undefined}
      aria-activedescendant={currentLine >= first && currentLine < end ? rowId(current!) : undefined}
      tabIndex={0}
      ref={scroller}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget }) => setScrollPx(currentTarget.scrollTop)}
    >
      <div class="table-head" role="row" aria-rowindex={1} style={{ ...template, ...least }} ref={head}>
        {columns.map((column) => (
          <Heading key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div
        class="table-lines"
        role="presentation"
        style={{ ...least, height: `${count * linePx}px` }}
        onMouseLeave={() => onHover?.(undefined)}
      >
        {Array.from({ length: end - first }, (_, i) => line(first + i))}
      </div>
    </div>
  );
}

function Heading<Id extends string>(props: {
  readonly column: TableColumn<Id>;
  readonly sort: Sort<Id>;
  readonly onSort: (sort: Sort<Id>) => void;
}) {
  const { column, sort, onSort } = props;
  const { id, title, unit, hint = title, align, unsorted } = column;
  if (unsorted) return <div role="columnheader" aria-label={title} class={align} />;
  const isSorted = sort.by === id;
  const order = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none';
  return (
    <div role="columnheader" aria-sort={order} class={align}>
      <button type="button" title={hint} onClick={() => onSort(nextSort(sort, id))}>
        {title}
        {unit && <small> {unit}</small>}
        {isSorted && (
          <span class={`codicon codicon-arrow-small-${sort.descending ? 'down' : 'up'}`} aria-hidden="true" />
        )}
      </button>
    </div>
  );
}
