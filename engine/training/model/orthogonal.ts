// Random matrices with orthonormal rows, or columns where there are fewer of them: uniform over all such matrices
// (Gram-Schmidt on normal numbers, which is a QR factorisation with a positive diagonal).

import type { Random } from '../../random/random.js';

/** rows × columns, row by row. */
export function orthogonalRows(rows: number, columns: number, random: Random): Float32Array {
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, () => random.normal());
    // Twice is enough (Kahan; Parlett 1980): what rounding left of the others goes in the second pass.
    for (let pass = 0; pass < 2; pass++)
      for (const other of vectors) subtract(vector, other, product(vector, other));
    const norm = Math.sqrt(product(vector, vector));
    vectors.push(vector.map((value) => value / norm));
  }
  const matrix = new Float32Array(rows * columns);
  vectors.forEach((vector, i) => {
    if (rows <= columns) matrix.set(vector, i * columns);
    else for (let row = 0; row < rows; row++) matrix[row * columns + i] = vector[row]!;
  });
  return matrix;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(from: Float64Array, direction: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i]! -= times * direction[i]!;
}
