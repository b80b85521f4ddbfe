// View state of the page of a batch, saved over reloads with the record that it shows.

import { flag, oneOf, recordOf } from '../ui/savedValues.js';
import type { Sort } from '../ui/tableRows.js';
import { COLUMN_IDS, type ColumnId } from './batchRows.js';

export interface BatchView {
  readonly sort: Sort<ColumnId>;
}

/** The extension host opens the record in `batches` again. */
export interface SavedBatch extends BatchView {
  readonly batches: readonly string[];
}

export function readBatchView(value: unknown): BatchView {
  const sort = recordOf(recordOf(value).sort);
  const by = oneOf(sort.by, COLUMN_IDS) ?? 'name';
  return { sort: { by, descending: flag(sort.descending, false) } };
}
