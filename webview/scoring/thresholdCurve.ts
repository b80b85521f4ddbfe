// Curve under a slider: percent positive over the threshold. Each cell changes sides once as a threshold rises, so cells are
// sorted into the points of the curve and summed up, instead of gated once per point.

import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import type { Thresholds } from '../../engine/postprocessing/thresholds.js';

export type VariedThreshold =
  'sizeThreshold' | 'sizeThresholdUpper' | 'markerThreshold' | 'odThresholdLower' | 'odThresholdUpper';

export interface CurvePoint {
  readonly threshold: number;
  readonly total: number;
  readonly positive: number;
}

/**
 * Counts at each of the ascending `points`, all other thresholds as in `thresholds`: the counts of `gateCells`. Varying an
 * optical density needs its column; the marker's curve is flat without a marker column.
 */
export function thresholdCurve(
  cells: CellList,
  thresholds: Thresholds,
  varied: VariedThreshold,
  points: readonly number[],
): readonly CurvePoint[] {
  const count = points.length;
  // Number of cells that come or go at a point, summed up at the end.
  const total = new Float64Array(count + 1);
  const positive = new Float64Array(count + 1);
  const { areaPx, positive: byPixels, marker, od } = cells;
  const { sizeThreshold, sizeThresholdUpper = Infinity, markerThreshold = Infinity } = thresholds;
  const { odThresholdLower = -Infinity, odThresholdUpper = Infinity, markerThresholdMeansOd } = thresholds;
  const expression = markerThresholdMeansOd ? od : marker;
  const isIn = (sums: Float64Array, from: number, to: number) => {
    if (from >= to) return;
    sums[from]!++;
    sums[to]!--;
  };
  for (let i = 0; i < cells.length; i++) {
    const area = areaPx[i]!;
    const density = od?.[i] ?? 0;
    const brightness = expression?.[i] ?? 0;
    const isLarge = area > sizeThreshold;
    const isSmall = area < sizeThresholdUpper;
    const isBright = byPixels[i] === 1 || brightness > markerThreshold;
    const isDense = density >= odThresholdLower;
    const isPale = density <= odThresholdUpper;
    // Ranges of points in which the cell counts, and in which it is positive.
    let countsFrom = 0;
    let countsTo = count;
    let from = 0;
    let to = count;
    if (varied === 'sizeThreshold') countsTo = to = firstAtLeast(points, area);
    else if (varied === 'sizeThresholdUpper') countsFrom = from = firstAbove(points, area);
    else if (varied === 'markerThreshold')
      to = byPixels[i] === 1 ? count : expression ? firstAtLeast(points, brightness) : 0;
    else if (varied === 'odThresholdLower') to = firstAbove(points, density);
    else from = firstAtLeast(points, density);
    if ((varied !== 'sizeThreshold' && !isLarge) || (varied !== 'sizeThresholdUpper' && !isSmall)) continue;
    isIn(total, countsFrom, countsTo);
    if (varied !== 'markerThreshold' && !isBright) continue;
    if ((varied !== 'odThresholdLower' && !isDense) || (varied !== 'odThresholdUpper' && !isPale)) continue;
    isIn(positive, from, to);
  }
  let totalNow = 0;
  let positiveNow = 0;
  return points.map((threshold, k) => ({
    threshold,
    total: (totalNow += total[k]!),
    positive: (positiveNow += positive[k]!),
  }));
}

/** Points of a curve: `count` whole numbers at most, evenly spread over a range. */
export function curvePoints(least: number, most: number, count = 64): readonly number[] {
  const steps = Math.min(count - 1, Math.max(1, Math.round(most - least)));
  return Array.from({ length: steps + 1 }, (_, k) => Math.round(least + ((most - least) * k) / steps));
}

function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function firstAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
