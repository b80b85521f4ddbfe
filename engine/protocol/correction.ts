// Class of one cell as a person has set it: panels and requests carry it, corrections.json keeps it.

/** Applies to the cell whose centroid lies here, whatever the thresholds; a later one for the same cell wins. */
export interface Correction {
  /** Segmentation map, "Seg". */
  readonly map: string;
  /** Centroid of the cell, pixels. */
  readonly x: number;
  readonly y: number;
  readonly positive: boolean;
  /** True if a person has excluded the cell: it does not count. `positive` is then its class before. */
  readonly excluded?: true;
  /** ISO 8601. */
  readonly at: string;
}
