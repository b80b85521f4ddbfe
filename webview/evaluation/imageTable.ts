// Table of an evaluation with a row for each image, for the table of values that notebooks show, too. Pure.

import {
  decimalsOf,
  leadingMetric,
  shortTitle,
  tableMetrics,
  type EvaluationDocument,
} from '../../engine/protocol/evaluations.js';
import type { EvaluationOutput } from '../../engine/protocol/outputs.js';
import type { FirstOrder, ValueColumn } from '../charts/valueColumns.js';

export interface ImageTable extends Pick<EvaluationOutput, 'rows'> {
  readonly columns: readonly ValueColumn[];
  readonly sortedBy?: FirstOrder;
}

/** Rows in the order of the images; the worst come first by the leading metric. */
export function imageTable(document: EvaluationDocument): ImageTable {
  const metrics = tableMetrics(document);
  const leading = leadingMetric(document);
  return {
    columns: metrics.map(({ title, unit, better, definition }) => ({
      name: shortTitle({ title }),
      decimals: decimalsOf(unit, true),
      ...(better === 'neither' ? {} : { better }),
      hint: `${title}: ${definition}`,
    })),
    rows: document.images.map(({ name, scores }) => ({
      name,
      values: metrics.map(({ id }) => scores[id] ?? null),
    })),
    ...(leading ? { sortedBy: { column: 0, descending: leading.better === 'lower' } } : {}),
  };
}
