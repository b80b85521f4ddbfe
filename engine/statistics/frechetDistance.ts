// Fréchet distance between two sets of feature vectors, each taken as a normal distribution: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½)
// (Dowson and Landau 1982; Heusel et al. 2017, the FID, which takes the features of Inception-v3). The trace of the root is the
// sum of the roots of the eigenvalues of F Σ₂ Fᵀ with Σ₁ = Fᵀ F, a symmetric matrix: it is exact for singular covariances, too,
// where a root of Σ₁Σ₂ itself needs a small number added to its diagonal. Pure.

import { centred, columnMeans, columnProducts, rowProducts, type FeatureRows } from './featureRows.js';
import { symmetricEigen } from './symmetricEigen.js';

export interface FrechetDistance {
  readonly distance: number;
  /** Squared distance of the means: the part of the distance that few images do not raise as much. */
  readonly ofMeans: number;
  /** Images that each set needs for a covariance of full rank: one more than there are features. */
  readonly fewest: number;
  /** True if a set has fewer: the covariance is singular then, and the distance is too large. */
  readonly isBiased: boolean;
}

/** @throws RangeError for sets of different features, or of fewer than two images */
export function frechetDistance(a: FeatureRows, b: FeatureRows): FrechetDistance {
  if (a.size !== b.size) throw new RangeError(`One set has ${a.size} features, the other ${b.size}.`);
  if (Math.min(a.count, b.count) < 2) throw new RangeError('Each set needs two images at least.');
  const { size } = a;
  const [meansA, meansB] = [columnMeans(a), columnMeans(b)];
  let ofMeans = 0;
  for (let j = 0; j < size; j++) ofMeans += (meansA[j]! - meansB[j]!) ** 2;
  // The set of fewer images has the smaller factor.
  const [few, many] =
    a.count <= b.count ? [scaled(a, meansA), scaled(b, meansB)] : [scaled(b, meansB), scaled(a, meansA)];
  const factor = few.count <= size ? few : { count: size, size, data: cholesky(columnProducts(few), size) };
  const traces = squares(few.data) + squares(many.data);
  const distance = ofMeans + traces - 2 * rootTrace(factor, many);
  const fewest = size + 1;
  return {
    // Rounding can leave a little below 0 for equal sets.
    distance: Math.max(0, distance),
    ofMeans,
    fewest,
    isBiased: Math.min(a.count, b.count) < fewest,
  };
}

/** Rows about their mean, so that Xᵀ X is the covariance with n − 1 (NumPy's `cov`). */
function scaled(rows: FeatureRows, means: Float64Array): FeatureRows & { readonly data: Float64Array } {
  const about = centred(rows, means);
  const by = 1 / Math.sqrt(rows.count - 1);
  return { ...about, data: about.data.map((value) => value * by) };
}

function squares(data: Float64Array): number {
  return data.reduce((sum, value) => sum + value * value, 0);
}

/** tr((Fᵀ F Xᵀ X)^½): the sum of the singular values of F Xᵀ, by the smaller of its two squares. */
function rootTrace(factor: FeatureRows, rows: FeatureRows): number {
  const { count, size } = factor;
  const isWide = rows.count > Math.max(count, size);
  // F Xᵀ X Fᵀ without the long matrix F Xᵀ.
  const products = isWide
    ? rowProducts(
        { count, size, data: rowProducts(factor, { count: size, size, data: columnProducts(rows) }) },
        factor,
      )
    : ownProducts(rowProducts(factor, rows), count, rows.count);
  const { values } = symmetricEigen(products, count, 'values');
  return values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}

function ownProducts(data: Float64Array, count: number, size: number): Float64Array {
  return rowProducts({ count, size, data }, { count, size, data });
}

/** Upper factor R of a matrix Rᵀ R (Cholesky), row by row. A row whose pivot is 0 but for rounding stays 0. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const left = matrix;
  const upper = new Float64Array(size * size);
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, left[i * size + i]!);
  for (let i = 0; i < size; i++) {
    const pivot = left[i * size + i]!;
    if (pivot <= largest * size * Number.EPSILON) continue;
    const root = Math.sqrt(pivot);
    const row = upper.subarray(i * size, (i + 1) * size);
    for (let j = i; j < size; j++) row[j] = left[i * size + j]! / root;
    for (let k = i + 1; k < size; k++) {
      const by = row[k]!;
      if (by === 0) continue;
      const at = k * size;
      for (let j = k; j < size; j++) left[at + j] = left[at + j]! - by * row[j]!;
    }
  }
  return upper;
}
