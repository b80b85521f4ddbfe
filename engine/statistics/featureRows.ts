// Feature vectors of many images as one matrix, with its means, covariance and standardised form. Pure.

export interface FeatureRows {
  /** Number of rows: images. */
  readonly count: number;
  /** Number of columns: features. */
  readonly size: number;
  /** Row by row. */
  readonly data: Float64Array | Float32Array;
}

/** A matrix of rows of one length. @throws RangeError for rows of different lengths */
export function featureRows(rows: readonly ArrayLike<number>[]): FeatureRows {
  const size = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * size);
  for (const [i, row] of rows.entries()) {
    if (row.length !== size) throw new RangeError(`Row ${i} has ${row.length} features, the others ${size}.`);
    data.set(row, i * size);
  }
  return { count: rows.length, size, data };
}

export function columnMeans({ count, size, data }: FeatureRows): Float64Array {
  const means = new Float64Array(size);
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < size; j++, at++) means[j] = means[j]! + data[at]!;
  return means.map((sum) => sum / count);
}

/** Rows minus their means. */
export function centred(
  rows: FeatureRows,
  means = columnMeans(rows),
): FeatureRows & { readonly data: Float64Array } {
  const { count, size, data } = rows;
  const result = new Float64Array(data.length);
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < size; j++, at++) result[at] = data[at]! - means[j]!;
  return { count, size, data: result };
}

/** Sums of products of columns: Xᵀ X, size × size. */
export function columnProducts({ count, size, data }: FeatureRows): Float64Array {
  const products = new Float64Array(size * size);
  for (let i = 0; i < count; i++) {
    const row = data.subarray(i * size, (i + 1) * size);
    for (let a = 0; a < size; a++) {
      const value = row[a]!;
      if (value === 0) continue;
      const at = a * size;
      for (let b = a; b < size; b++) products[at + b] = products[at + b]! + value * row[b]!;
    }
  }
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) products[a * size + b] = products[b * size + a]!;
  return products;
}

/** Products of every row of one matrix with every row of another: A Bᵀ, rows of A × rows of B. */
export function rowProducts(a: FeatureRows, b: FeatureRows): Float64Array {
  const products = new Float64Array(a.count * b.count);
  for (let i = 0, at = 0; i < a.count; i++) {
    const left = a.data.subarray(i * a.size, (i + 1) * a.size);
    for (let j = 0; j < b.count; j++, at++) {
      const start = j * b.size;
      let sum = 0;
      for (let k = 0; k < a.size; k++) sum += left[k]! * b.data[start + k]!;
      products[at] = sum;
    }
  }
  return products;
}

/** Columns with mean 0 and standard deviation 1 (of the population, as scikit-learn's StandardScaler); constant ones are 0. */
export function standardised(rows: FeatureRows): FeatureRows & { readonly data: Float64Array } {
  const { count, size } = rows;
  const result = centred(rows);
  for (let j = 0; j < size; j++) {
    let squares = 0;
    let largest = 0;
    for (let i = 0; i < count; i++) {
      const value = result.data[i * size + j]!;
      squares += value * value;
      largest = Math.max(largest, Math.abs(rows.data[i * size + j]!));
    }
    const deviation = Math.sqrt(squares / count);
    // A constant column has a deviation by rounding only.
    const isConstant = deviation <= 1e-12 * largest;
    for (let i = 0; i < count; i++)
      result.data[i * size + j] = isConstant ? 0 : result.data[i * size + j]! / deviation;
  }
  return result;
}
