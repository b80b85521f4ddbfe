// Inception score of a set of images: how sure a classifier is of each, and how many classes it finds in all of them:
// exp of the mean Kullback–Leibler divergence of p(y|x) from p(y), over splits of the set (Salimans et al. 2016). Pure.

import type { FeatureRows } from './featureRows.js';

/** Splits of the original code. */
export const INCEPTION_SPLITS = 10;

export interface InceptionScore {
  /** Mean over the splits, and their standard deviation (of the population, as NumPy's `std`). */
  readonly mean: number;
  readonly standardDeviation: number;
  readonly splits: number;
}

/** Probabilities of the classes: softmax of each row. */
export function probabilitiesOf({ count, size, data }: FeatureRows): FeatureRows {
  const result = new Float64Array(data.length);
  for (let i = 0; i < count; i++) {
    const row = data.subarray(i * size, (i + 1) * size);
    let largest = -Infinity;
    for (const value of row) largest = Math.max(largest, value);
    let sum = 0;
    for (let j = 0; j < size; j++) sum += result[i * size + j] = Math.exp(row[j]! - largest);
    for (let j = 0; j < size; j++) result[i * size + j] = result[i * size + j]! / sum;
  }
  return { count, size, data: result };
}

/**
 * @param probabilities of the classes, a row per image, in the order of the images: split k has rows ⌊k n / splits⌋ … ⌊(k + 1) n / splits⌋ − 1
 * @throws RangeError for fewer images than splits
 */
export function inceptionScore(probabilities: FeatureRows, splits = INCEPTION_SPLITS): InceptionScore {
  const { count } = probabilities;
  if (count < splits) throw new RangeError(`${count} images cannot be split into ${splits}.`);
  const scores = Array.from({ length: splits }, (_, k) =>
    ofSplit(probabilities, Math.floor((k * count) / splits), Math.floor(((k + 1) * count) / splits)),
  );
  const mean = scores.reduce((sum, score) => sum + score, 0) / splits;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / splits;
  return { mean, standardDeviation: Math.sqrt(variance), splits };
}

function ofSplit({ size, data }: FeatureRows, from: number, to: number): number {
  const marginal = new Float64Array(size);
  for (let i = from; i < to; i++)
    for (let j = 0; j < size; j++) marginal[j] = marginal[j]! + data[i * size + j]! / (to - from);
  let divergence = 0;
  for (let i = from; i < to; i++)
    for (let j = 0; j < size; j++) {
      const p = data[i * size + j]!;
      // p log p is 0 at 0, its limit.
      if (p > 0) divergence += p * (Math.log(p) - Math.log(marginal[j]!));
    }
  return Math.exp(divergence / (to - from));
}
