// The numbers of a report, under the names that users of DeepLIIF know (docs/reference.md 7.7).

/** As it stands in scoring.json and in the reference's <image>.json. */
export interface Scoring {
  readonly num_total: number;
  readonly num_pos: number;
  readonly num_neg: number;
  /** Share of positive cells in %, one decimal; 0 without cells. */
  readonly percent_pos: number;
  readonly seg_thresh: number;
  /** The number used, also where it was found automatically. */
  readonly size_thresh: number;
  readonly size_thresh_upper: number | null;
  /** null: no marker threshold, or no marker image. */
  readonly marker_thresh: number | null;
}
