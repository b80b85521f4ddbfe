// Principal component analysis: directions along which the rows of a matrix vary most, and the rows' places along them
// (Pearson 1901, Hotelling 1933). Pure.

import { centred, columnProducts, rowProducts, type FeatureRows } from './featureRows.js';
import { symmetricEigen } from './symmetricEigen.js';

export interface PrincipalComponents {
  /** Places of the rows: count × components, row by row. */
  readonly places: Float64Array;
  /** Directions of length 1: components × size, row by row. The largest number of each is positive. */
  readonly directions: Float64Array;
  /** Share of the whole variance along each component, the largest first. */
  readonly explained: Float64Array;
  readonly components: number;
}

/** @param most number of components; fewer if there are fewer rows or columns */
export function principalComponents(rows: FeatureRows, most: number): PrincipalComponents {
  const { count, size } = rows;
  const about = centred(rows);
  const components = Math.min(most, count, size);
  const { values, vectors } = size <= count ? ofColumns(about) : ofRows(about);
  const total = about.data.reduce((sum, value) => sum + value * value, 0);
  const directions = new Float64Array(components * size);
  const explained = new Float64Array(components);
  for (let c = 0; c < components; c++) {
    const from = values.length - 1 - c;
    explained[c] = total > 0 ? Math.max(0, values[from]!) / total : 0;
    directions.set(signed(vectors.subarray(from * size, (from + 1) * size)), c * size);
  }
  const places = rowProducts(about, { count: components, size, data: directions });
  return { places, directions, explained, components };
}

function ofColumns(rows: FeatureRows) {
  return symmetricEigen(columnProducts(rows), rows.size);
}

/** Fewer rows than columns: the eigenvectors of X Xᵀ, times Xᵀ, are those of Xᵀ X. */
function ofRows(rows: FeatureRows & { readonly data: Float64Array }) {
  const { count, size, data } = rows;
  const { values, vectors } = symmetricEigen(rowProducts(rows, rows), count);
  const result = new Float64Array(count * size);
  for (let c = 0; c < count; c++) {
    const direction = result.subarray(c * size, (c + 1) * size);
    for (let i = 0; i < count; i++) {
      const weight = vectors[c * count + i]!;
      for (let j = 0; j < size; j++) direction[j] = direction[j]! + weight * data[i * size + j]!;
    }
    const length = Math.hypot(...direction);
    if (length > 0) for (let j = 0; j < size; j++) direction[j] = direction[j]! / length;
  }
  return { values, vectors: result };
}

/** Sign by which equal rows give equal pictures: that of the largest number is positive, as in scikit-learn. */
function signed(direction: Float64Array): Float64Array {
  let largest = 0;
  for (const value of direction) if (Math.abs(value) > Math.abs(largest) + 1e-12) largest = value;
  return largest < 0 ? direction.map((value) => -value) : direction;
}
