// Look of the table of one map's cells: order, filter, columns, histogram. It is saved with the view.

import { flag, isRecord, oneOf, recordOf, textList, within } from '../ui/savedValues.js';
import type { Sort } from '../ui/tableRows.js';
import { isPluginColumn } from './pluginCells.js';
import { CLASS_FILTERS, COLUMN_IDS, type ClassFilter, type ColumnId } from './cellRows.js';

export interface TableLook {
  readonly sort: Sort<ColumnId>;
  readonly classes: ClassFilter;
  /** Columns in sight, one at least. */
  readonly shown: readonly ColumnId[];
  /** Columns of plug-ins that were switched off: others are in sight. */
  readonly hidden?: readonly ColumnId[];
  /** Column of the histogram. */
  readonly plotted: ColumnId;
  /** Values of `plotted` whose cells are listed, in its unit. */
  readonly range?: { readonly low: number; readonly high: number };
}

export const FIRST_TABLE_LOOK: TableLook = {
  sort: { by: 'number', descending: false },
  classes: 'counted',
  shown: [
    'number',
    'class',
    'area',
    'circularity',
    'marker',
    'od',
    'hematoxylin_od_mean',
    'dab_od_mean',
    'x',
    'y',
  ],
  plotted: 'area',
};

/** Reads the saved parts that make sense; undefined if nothing was saved. */
export function readTableLook(saved: unknown): TableLook | undefined {
  if (!isRecord(saved)) return undefined;
  const sort = recordOf(saved.sort);
  const range = recordOf(saved.range);
  const low = within(range.low, -MOST_VALUE, MOST_VALUE);
  const high = within(range.high, -MOST_VALUE, MOST_VALUE);
  const listed = textList(saved.shown);
  const shown = COLUMN_IDS.filter((id) => listed.includes(id));
  const plotted = columnId(saved.plotted);
  const hidden = textList(saved.hidden).filter(isPluginColumn);
  return {
    sort: {
      by: columnId(sort.by) ?? FIRST_TABLE_LOOK.sort.by,
      descending: flag(sort.descending, false),
    },
    classes: oneOf(saved.classes, CLASS_FILTERS) ?? FIRST_TABLE_LOOK.classes,
    shown: shown.length > 0 ? shown : FIRST_TABLE_LOOK.shown,
    ...(hidden.length > 0 ? { hidden } : {}),
    plotted: plotted ?? FIRST_TABLE_LOOK.plotted,
    // A range belongs to the column that it was set for.
    ...(plotted && low !== undefined && high !== undefined && low <= high ? { range: { low, high } } : {}),
  };
}

function columnId(saved: unknown): ColumnId | undefined {
  return typeof saved === 'string' && isPluginColumn(saved) ? saved : oneOf(saved, COLUMN_IDS);
}

const MOST_VALUE = 1e12;
