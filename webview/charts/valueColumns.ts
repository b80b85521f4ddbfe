// Columns and first order of a table of values. They are apart from the table, so that pure modules can make them.

import type { EvaluationOutput } from '../../engine/protocol/outputs.js';

export type ValueColumn = EvaluationOutput['columns'][number] & {
  /** Tooltip of the heading, if it says more than the name. */
  readonly hint?: string;
};

/** Column by which rows are sorted at first, and its direction. */
export interface FirstOrder {
  readonly column: number;
  readonly descending: boolean;
}
