// Table of values by name: metrics of images or models, parameters of trials. Columns sort; the best value of a column is
// marked where the column says what is better.

import { useMemo, useState } from 'preact/hooks';
import type { EvaluationOutput } from '../../engine/protocol/outputs.js';
import { Table } from '../ui/Table.js';
import { sortedOrder, type Sort } from '../ui/tableRows.js';
import { shortText } from './numberText.js';
import type { FirstOrder, ValueColumn } from './valueColumns.js';

export interface ValueTableProps extends Pick<EvaluationOutput, 'rows'> {
  readonly label: string;
  /** Title of the column of names. */
  readonly first: string;
  readonly columns: readonly ValueColumn[];
  /** Default: the order of the rows. */
  readonly sortedBy?: FirstOrder;
  /** True: the table takes the height that its place gives it; default: that of its rows, up to a dozen. */
  readonly fills?: boolean;
  /** Current row, if the page keeps it. */
  readonly current?: number | undefined;
  readonly onCurrent?: (row: number | undefined) => void;
}

const LINE_PX = 22;
const MOST_LINES = 12;
const NAME_WIDTH = 22;
const VALUE_WIDTH = 11;

export function ValueTable(props: ValueTableProps) {
  const { label, first, columns, rows, sortedBy, fills, onCurrent } = props;
  const [sort, setSort] = useState<Sort>(
    sortedBy
      ? { by: String(sortedBy.column), descending: sortedBy.descending }
      : { by: 'none', descending: false },
  );
  const [ownCurrent, setOwnCurrent] = useState<number>();
  const current = onCurrent ? props.current : ownCurrent;
  const order = useMemo(() => {
    const column = columns.findIndex((_, i) => String(i) === sort.by);
    if (sort.by === 'none') return Uint32Array.from(rows.keys());
    const valueOf = (row: number) => (column < 0 ? rows[row]!.name : rows[row]!.values[column]);
    return sortedOrder(rows.length, undefined, valueOf, sort.descending);
  }, [rows, columns, sort.by, sort.descending]);
  const best = useMemo(() => columns.map(({ better }, i) => bestOf(rows, i, better)), [columns, rows]);
  const heightPx = (Math.min(rows.length, MOST_LINES) + 1.6) * LINE_PX;
  return (
    <div class="value-table" style={fills ? {} : { height: `${heightPx}px` }}>
      <Table
        label={label}
        columns={[
          { id: 'name', title: first, width: NAME_WIDTH, align: 'left', content: (row) => rows[row]!.name },
          ...columns.map(({ name, unit, decimals, hint }, i) => ({
            id: String(i),
            title: name,
            ...(unit === undefined ? {} : { unit }),
            ...(hint === undefined ? {} : { hint }),
            width: Math.max(VALUE_WIDTH, Math.min(26, name.length + 4)),
            align: 'right' as const,
            content: (row: number) => {
              const value = rows[row]!.values[i] ?? null;
              const text = textOf(value, decimals);
              return value !== null && value === best[i] ? <strong class="best">{text}</strong> : text;
            },
          })),
        ]}
        groups={[{ title: '', rows: order }]}
        linePx={LINE_PX}
        sort={sort}
        onSort={setSort}
        current={current}
        onCurrent={onCurrent ?? setOwnCurrent}
      />
    </div>
  );
}

function textOf(value: number | string | null, decimals: number | undefined): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  return decimals === undefined ? shortText(value) : value.toFixed(decimals);
}

/** Best number of a column with several; undefined without an order. */
function bestOf(
  rows: EvaluationOutput['rows'],
  column: number,
  better: 'higher' | 'lower' | undefined,
): number | undefined {
  const numbers = rows.flatMap(({ values }) => {
    const value = values[column];
    return typeof value === 'number' ? [value] : [];
  });
  if (better === undefined || numbers.length < 2) return undefined;
  return numbers.reduce((a, b) => (better === 'higher' ? Math.max(a, b) : Math.min(a, b)));
}
