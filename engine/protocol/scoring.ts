// Scores of an image, under the names that users of DeepLIIF know (docs/reference.md 7.7).

import { either, number, oneOf, stored, whole, type Shape } from './shape.js';

/** Content of scoring.json, and of the reference's <image>.json. */
export interface Scoring {
  readonly num_total: number;
  readonly num_pos: number;
  readonly num_neg: number;
  /** Share of positive cells in %, one decimal; 0 without cells. */
  readonly percent_pos: number;
  readonly seg_thresh: number;
  /** Threshold used, also if it was found automatically. */
  readonly size_thresh: number;
  readonly size_thresh_upper: number | null;
  /** null without a marker threshold or without a marker image. */
  readonly marker_thresh: number | null;
}

const count = whole(0);
const size = number(0, Number.MAX_SAFE_INTEGER);

/** Scores of one map, in files and in outputs of notebooks. */
export const storedScoring: Shape<Scoring> = stored({
  num_total: count,
  num_pos: count,
  num_neg: count,
  percent_pos: number(0, 100),
  seg_thresh: number(0, 510),
  size_thresh: size,
  size_thresh_upper: either(oneOf(null), size),
  marker_thresh: either(oneOf(null), number(0, 65_535)),
});

/** Percentage of positive cells as every place shows it: one decimal, without the sign. */
export function percentText({ percent_pos }: Pick<Scoring, 'percent_pos'>): string {
  return percent_pos.toFixed(1);
}
