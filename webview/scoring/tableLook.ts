// How the table of one map's cells is shown: sorted by what, which cells, which columns. Kept over reloads.

import { isRecord, oneOfThese, within, flag } from '../ui/savedValues.js';
import { CLASS_FILTERS, COLUMN_IDS, type ClassFilter, type ColumnId } from './tableRows.js';

export interface TableLook {
  readonly sort: { readonly by: ColumnId; readonly descending: boolean };
  readonly classes: ClassFilter;
  /** Columns in sight, one at least. */
  readonly shown: readonly ColumnId[];
  /** Whose histogram is shown. */
  readonly plotted: ColumnId;
  /** Of the values of `plotted`, in its unit: only these cells are listed. */
  readonly range?: { readonly low: number; readonly high: number };
}

export const FIRST_TABLE_LOOK: TableLook = {
  sort: { by: 'number', descending: false },
  classes: 'counted',
  shown: ['number', 'class', 'area', 'marker', 'od', 'x', 'y'],
  plotted: 'area',
};

/** What was kept, as far as it makes sense. */
export function readTableLook(saved: unknown): TableLook | undefined {
  if (!isRecord(saved)) return undefined;
  const sort = isRecord(saved.sort) ? saved.sort : {};
  const range = isRecord(saved.range) ? saved.range : {};
  const low = within(range.low, -MOST_VALUE, MOST_VALUE);
  const high = within(range.high, -MOST_VALUE, MOST_VALUE);
  const listed: readonly unknown[] = Array.isArray(saved.shown) ? saved.shown : [];
  const shown = COLUMN_IDS.filter((id) => listed.includes(id));
  const plotted = oneOfThese(saved.plotted, COLUMN_IDS);
  return {
    sort: {
      by: oneOfThese(sort.by, COLUMN_IDS) ?? FIRST_TABLE_LOOK.sort.by,
      descending: flag(sort.descending, false),
    },
    classes: oneOfThese(saved.classes, CLASS_FILTERS) ?? FIRST_TABLE_LOOK.classes,
    shown: shown.length > 0 ? shown : FIRST_TABLE_LOOK.shown,
    plotted: plotted ?? FIRST_TABLE_LOOK.plotted,
    // A range is one of the column that it was drawn on.
    ...(plotted && low !== undefined && high !== undefined && low <= high ? { range: { low, high } } : {}),
  };
}

const MOST_VALUE = 1e12;
