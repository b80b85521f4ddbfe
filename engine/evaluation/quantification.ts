// Errors of the counts of cells, and of the scores reported from them, against the truth (docs/reference.md 3.8, 8.2).

/** √ mean (predicted − truth)² over images; null without images. */
export function rootMeanSquareError(
  pairs: readonly { readonly truth: number; readonly predicted: number }[],
): number | null {
  if (pairs.length === 0) return null;
  const squares = pairs.reduce((sum, { truth, predicted }) => sum + (predicted - truth) ** 2, 0);
  return Math.sqrt(squares / pairs.length);
}

export interface CellCounts {
  readonly positive: number;
  readonly negative: number;
}

/** IHC quantification difference: that of the shares of positive cells, in percentage points, 0 … 100. */
export function ihcDifference(truth: CellCounts, predicted: CellCounts): number {
  return Math.abs(positiveShare(truth) - positiveShare(predicted)) * 100;
}

/** 0 without cells, as the reference has it. */
function positiveShare({ positive, negative }: CellCounts): number {
  return positive + negative === 0 ? 0 : positive / (positive + negative);
}
