// How strongly a cell is stained: what H-score and Allred score grade by.

/** A cell has the highest grade whose cut-off its intensity reaches (≥). Ascending. */
export interface IntensityCutoffs {
  readonly weak: number;
  readonly moderate: number;
  readonly strong: number;
}

/** Which measurement of a cell is its intensity. */
export type IntensityMeasurement = 'marker' | 'od';

/** Of one segmentation map; od in hundredths summed over the channels, marker 0 … 255. Absent: the built-in ones. */
export type CutoffsOfMap = Readonly<Partial<Record<IntensityMeasurement, IntensityCutoffs>>>;
