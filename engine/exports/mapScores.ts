// Scores of one segmentation map, for scores.json and for the report.

import { DEFAULT_CUTOFFS, intensityCounts, type IntensityCounts } from '../measurements/hScore.js';
import { classScores, gradeScores, type GivenScore } from '../measurements/scoreCells.js';
import type { Thresholds } from '../postprocessing/thresholds.js';
import type { IntensityCutoffs, IntensityMeasurement } from '../protocol/intensity.js';
import type { Correction } from '../protocol/correction.js';
import type { Scoring } from '../protocol/scoring.js';
import type { PostprocessOptions } from '../protocol/thresholds.js';
import type { ScoredMap } from './scoredResult.js';

/** Everything that is said of one map. */
export interface MapScores {
  /** Corrections applied. */
  readonly scoring: Scoring;
  readonly byClasses: readonly GivenScore[];
  /** Scores of grades, by the measurement that is taken as the intensity of a cell. */
  readonly intensity: Partial<Readonly<Record<IntensityMeasurement, IntensityScores>>>;
  readonly thresholds: { readonly asked: PostprocessOptions | null; readonly used: Thresholds };
  readonly corrections: {
    /** Cells whose class a person has set, and that count. */
    readonly cells: number;
    readonly scoringWithout: Scoring;
    readonly list: readonly Correction[];
  };
}

export interface IntensityScores {
  /** Optical density in hundredths; marker 0 … 255. */
  readonly cutoffs: IntensityCutoffs;
  readonly counts: IntensityCounts;
  readonly scores: readonly GivenScore[];
}

export function mapScores(map: ScoredMap, asked: PostprocessOptions | undefined): MapScores {
  const { scoring, list } = map;
  const cutoffs = { ...DEFAULT_CUTOFFS, ...map.cutoffs };
  return {
    scoring,
    byClasses: classScores(scoring),
    intensity: {
      ...(list.od ? { od: intensityScores(map, list.od, cutoffs.od) } : {}),
      ...(list.marker ? { marker: intensityScores(map, list.marker, cutoffs.marker) } : {}),
    },
    thresholds: { asked: asked ?? null, used: map.thresholds },
    corrections: {
      cells: map.corrected.filter((flag, i) => flag && map.gate[i]).length,
      scoringWithout: map.uncorrected,
      list: map.corrections,
    },
  };
}

function intensityScores(
  { gate, corrected }: ScoredMap,
  values: ArrayLike<number>,
  cutoffs: IntensityCutoffs,
): IntensityScores {
  const counts = intensityCounts(gate, values, cutoffs, corrected);
  return { cutoffs, counts, scores: gradeScores(counts) };
}
