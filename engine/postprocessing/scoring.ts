// Cells → the numbers of a report (docs/reference.md 7.7), under the names that users of DeepLIIF know.

import { COUNTED_NEGATIVE, COUNTED_POSITIVE, type Gate } from './gate.js';
import { roundToOneDecimal } from './rounding.js';
import type { Thresholds } from './thresholds.js';
import type { Scoring } from '../protocol/scoring.js';

export type { Scoring };

/** Counts a gate's cells and says by which thresholds they were gated. */
export function scoring(gate: Gate, thresholds: Thresholds): Scoring {
  let positive = 0;
  let negative = 0;
  for (const entry of gate) {
    if (entry === COUNTED_POSITIVE) positive++;
    else if (entry === COUNTED_NEGATIVE) negative++;
  }
  const total = positive + negative;
  return {
    num_total: total,
    num_pos: positive,
    num_neg: negative,
    percent_pos: positive === 0 ? 0 : roundToOneDecimal((100 * positive) / total),
    seg_thresh: thresholds.segThreshold,
    size_thresh: thresholds.sizeThreshold,
    size_thresh_upper: thresholds.sizeThresholdUpper ?? null,
    marker_thresh: thresholds.markerThreshold ?? null,
  };
}
