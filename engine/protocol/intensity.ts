// Staining intensity of a cell, by which H-score and Allred score grade.

/** Lower limits of the grades, ascending. A cell has the highest grade whose cut-off its intensity reaches (≥). */
export interface IntensityCutoffs {
  readonly weak: number;
  readonly moderate: number;
  readonly strong: number;
}

/** Measurement of a cell that is taken as its intensity. */
export type IntensityMeasurement = 'marker' | 'od';

/** Cut-offs of one segmentation map: od in hundredths summed over the channels, marker 0 … 255. Absent: built-in ones. */
export type CutoffsOfMap = Readonly<Partial<Record<IntensityMeasurement, IntensityCutoffs>>>;
