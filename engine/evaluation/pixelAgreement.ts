// Agreement of two masks of one class, pixel by pixel (docs/reference.md 8.1; paper, "Evaluation metrics"): Dice, IoU,
// precision, recall, pixel accuracy.

/** Pixels by what the truth and the prediction say of them. */
export interface PixelCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/** Shares, 0 … 1. */
export interface PixelScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** 2 TP / (2 TP + FP + FN); of pixels, the same number as F1. */
  readonly dice: number;
  /** TP / (TP + FP + FN); what the paper calls PixAcc. */
  readonly iou: number;
  /** (TP + TN) / all; what the reference calls PixAcc. */
  readonly pixelAccuracy: number;
}

export interface PixelScoring {
  /** The reference's PixAcc is 0 if a class is missed completely, however much background is right. */
  readonly asReference?: boolean;
}

/** Non-zero is the class. @throws RangeError for masks of different lengths */
export function countPixels(truth: ArrayLike<number>, predicted: ArrayLike<number>): PixelCounts {
  if (truth.length !== predicted.length)
    throw new RangeError(`Masks of ${truth.length} and of ${predicted.length} pixels cannot be compared.`);
  let [both, onlyPredicted, onlyTrue] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const [isTrue, isPredicted] = [truth[i] !== 0, predicted[i] !== 0];
    if (isTrue && isPredicted) both++;
    else if (isPredicted) onlyPredicted++;
    else if (isTrue) onlyTrue++;
  }
  return {
    truePositive: both,
    falsePositive: onlyPredicted,
    falseNegative: onlyTrue,
    trueNegative: truth.length - both - onlyPredicted - onlyTrue,
  };
}

/** Two empty masks agree fully; a class that is missed, or that is not there but predicted, scores 0. */
export function pixelScores(counts: PixelCounts, { asReference = false }: PixelScoring = {}): PixelScores {
  const { truePositive, falsePositive, falseNegative, trueNegative } = counts;
  const wrong = falsePositive + falseNegative;
  const accuracy = (truePositive + trueNegative) / (truePositive + trueNegative + wrong);
  if (truePositive === 0) {
    const all = wrong === 0 ? 1 : 0;
    const pixelAccuracy = asReference || wrong === 0 ? all : accuracy;
    return { precision: all, recall: all, f1: all, dice: all, iou: all, pixelAccuracy };
  }
  const precision = truePositive / (truePositive + falsePositive);
  const recall = truePositive / (truePositive + falseNegative);
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    dice: (2 * truePositive) / (2 * truePositive + wrong),
    iou: truePositive / (truePositive + wrong),
    pixelAccuracy: accuracy,
  };
}

/** The mean of each score over classes. */
export function meanScores(of: readonly PixelScores[]): PixelScores {
  const mean = (name: keyof PixelScores) => of.reduce((sum, scores) => sum + scores[name], 0) / of.length;
  return {
    precision: mean('precision'),
    recall: mean('recall'),
    f1: mean('f1'),
    dice: mean('dice'),
    iou: mean('iou'),
    pixelAccuracy: mean('pixelAccuracy'),
  };
}
