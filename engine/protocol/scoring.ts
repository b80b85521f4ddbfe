// Scores of an image, under the names that users of DeepLIIF know (docs/reference.md 7.7).

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

/** Percentage of positive cells as every place shows it: one decimal, without the sign. */
export function percentText({ percent_pos }: Pick<Scoring, 'percent_pos'>): string {
  return percent_pos.toFixed(1);
}
