// Allred score (Allred et al. 1998), by QuPath's rules (docs/reference.md 17).

import { positiveCells, positiveShare, type IntensityCounts } from './hScore.js';

export interface AllredScore {
  /** 0 … 5, from the share of positive cells. */
  readonly proportion: number;
  /** 0 … 3, from the mean grade of the positive cells; 0 if the proportion is. */
  readonly intensity: number;
  /** Their sum, 0 … 8: never 1. */
  readonly total: number;
}

/**
 * Scores graded cells; 0 without cells. `minProportion` (0 … 1): smaller shares score 0; default 0, the strict Allred
 * score, where one positive cell is enough.
 */
export function allred(counts: IntensityCounts, minProportion = 0): AllredScore {
  const proportion = proportionScore(positiveShare(counts), minProportion);
  const intensity = proportion === 0 ? 0 : intensityScore(meanGrade(counts));
  return { proportion, intensity, total: proportion + intensity };
}

function proportionScore(share: number, minProportion: number): number {
  if (share < minProportion) return 0;
  if (share >= 2 / 3) return 5;
  if (share >= 1 / 3) return 4;
  if (share >= 0.1) return 3;
  if (share >= 0.01) return 2;
  return share > 0 ? 1 : 0; // NaN without cells is not above 0
}

/** Positive cells without a grade count as cells and add nothing: with them alone the mean is 0. */
function meanGrade(counts: IntensityCounts): number {
  return (counts.weak + 2 * counts.moderate + 3 * counts.strong) / positiveCells(counts);
}

function intensityScore(mean: number): number {
  if (mean > 7 / 3) return 3;
  return mean > 5 / 3 ? 2 : 1;
}
