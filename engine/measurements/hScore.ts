// H-score, as QuPath computes it (docs/reference.md 17), and the grades of staining that it and the
// Allred score are made of.

import { COUNTED_NEGATIVE, NOT_COUNTED, type Gate } from '../postprocessing/gate.js';
import { EngineError } from '../protocol/errors.js';
import type { IntensityCutoffs, IntensityMeasurement } from '../protocol/intensity.js';

/** Cells by how strongly they are stained. */
export interface IntensityCounts {
  readonly negative: number;
  /**
   * Positive without a grade: a person has set the class, although the measured intensity is below the first cut-off.
   */
  readonly positive: number;
  /** 1+ */
  readonly weak: number;
  /** 2+ */
  readonly moderate: number;
  /** 3+ */
  readonly strong: number;
}

/**
 * Default cut-offs; users change them to suit their stain and scanner.
 *
 * od, in hundredths summed over the channels: QuPath's 0.2, 0.4 and 0.6 of DAB, whose default stain vector (0.26917,
 * 0.56824, 0.77759) sums to 1.615. marker: thirds of the range 0 … 255, every positive cell at least weak.
 */
export const DEFAULT_CUTOFFS: Readonly<Record<IntensityMeasurement, IntensityCutoffs>> = {
  od: { weak: 32, moderate: 65, strong: 97 },
  marker: { weak: 0, moderate: 85, strong: 170 },
};

/** True when a cell that reaches a cut-off reaches all below it too: otherwise grades mean nothing. */
export function areAscending({ weak, moderate, strong }: IntensityCutoffs): boolean {
  return weak <= moderate && moderate <= strong;
}

/** Throws `usage` for cut-offs that do not ascend; `where` names them: "Seg, marker". */
export function requireAscending(cutoffs: IntensityCutoffs, where: string): void {
  if (areAscending(cutoffs)) return;
  const { weak, moderate, strong } = cutoffs;
  throw new EngineError(
    'usage',
    `The cut-offs of ${where} (${weak}, ${moderate}, ${strong}) must ascend from 1+ to 3+. Change them, or take the ` +
      'defaults.',
  );
}

/**
 * Grades the counted cells. The gate decides which cells can be positive; cut-offs only grade them, since total
 * optical density cannot tell a dark blue nucleus from a brown one. A positive cell below the first cut-off is
 * negative, unless a person has set its class (`corrected`, 1 per such cell): then it is positive without a grade.
 *
 * `values` holds one intensity per cell, in the unit of the cut-offs.
 */
export function intensityCounts(
  gate: Gate,
  values: ArrayLike<number>,
  cutoffs: IntensityCutoffs,
  corrected?: ArrayLike<number>,
): IntensityCounts {
  let negative = 0;
  let positive = 0;
  let weak = 0;
  let moderate = 0;
  let strong = 0;
  for (let i = 0; i < gate.length; i++) {
    const entry = gate[i]!;
    if (entry === NOT_COUNTED) continue;
    const value = values[i]!;
    if (entry === COUNTED_NEGATIVE) negative++;
    else if (value >= cutoffs.strong) strong++;
    else if (value >= cutoffs.moderate) moderate++;
    else if (value >= cutoffs.weak) weak++;
    else if (corrected?.[i]) positive++;
    else negative++;
  }
  return { negative, positive, weak, moderate, strong };
}

/** Share of positive cells, 0 … 1; cells without a grade count as positive. NaN without cells. */
export function positiveShare(counts: IntensityCounts): number {
  const positive = positiveCells(counts);
  return positive / (positive + counts.negative);
}

export function positiveCells({ positive, weak, moderate, strong }: IntensityCounts): number {
  return positive + weak + moderate + strong;
}

/**
 * 0 … 300: 100 (n1 + 2 n2 + 3 n3) / (n0 + n1 + n2 + n3). Positive cells without a grade are left out of it, as in
 * QuPath. NaN without cells.
 */
export function hScore({ negative, weak, moderate, strong }: IntensityCounts): number {
  return (100 * (weak + 2 * moderate + 3 * strong)) / (negative + weak + moderate + strong);
}
