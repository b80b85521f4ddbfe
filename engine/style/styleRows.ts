// Features of many images as rows that methods compare: chosen groups, each column standardised. Deep features, which are many,
// weigh together as much as all others.

import type { StyleGroup } from '../protocol/imageStyle.js';
import { standardised, type FeatureRows } from '../statistics/featureRows.js';

export interface StyleRows extends FeatureRows {
  readonly data: Float64Array;
  /** Columns of `values` that were taken. */
  readonly columns: readonly number[];
}

/**
 * @param groups group of each column of `values`
 * @param use groups that count
 */
export function styleRows(
  values: Float64Array,
  groups: readonly StyleGroup[],
  use: readonly StyleGroup[],
): StyleRows {
  const count = groups.length === 0 ? 0 : values.length / groups.length;
  const columns = groups.flatMap((group, column) => (use.includes(group) ? [column] : []));
  const data = new Float64Array(count * columns.length);
  for (let i = 0, at = 0; i < count; i++)
    for (const column of columns) data[at++] = values[i * groups.length + column]!;
  const rows = standardised({ count, size: columns.length, data });
  const deep = columns.filter((column) => groups[column] === 'deep').length;
  const others = columns.length - deep;
  if (deep > 0 && others > 0) {
    const weight = Math.sqrt(others / deep);
    for (const [j, column] of columns.entries())
      if (groups[column] === 'deep')
        for (let i = 0; i < count; i++) rows.data[i * rows.size + j] = rows.data[i * rows.size + j]! * weight;
  }
  return { ...rows, columns };
}
