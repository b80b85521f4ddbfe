// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then the QL algorithm with
// implicit shifts (Bowdler, Martin, Reinsch and Wilkinson 1968, procedures tred2 and tql2 of EISPACK). Pure.

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Vector i, of length 1, at i × size … (i + 1) × size − 1; empty if none were wanted. */
  readonly vectors: Float64Array;
}

/** Iterations per eigenvalue; a symmetric matrix needs one or two. */
const MOST_ITERATIONS = 60;

/**
 * @param matrix size × size numbers, row by row; it is not changed
 * @param wanted without vectors it takes a quarter of the time
 * @throws RangeError for a matrix with NaN or infinity
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
  wanted: 'values' | 'values and vectors' = 'values and vectors',
): Eigen {
  if (!matrix.every(Number.isFinite)) throw new RangeError('The matrix contains NaN or infinity.');
  if (size === 0) return { values: new Float64Array(), vectors: new Float64Array() };
  // Column j lies at j × size: the loops run along columns.
  const columns = matrix.slice();
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const withVectors = wanted === 'values and vectors';
  tridiagonal(columns, diagonal, beside, withVectors);
  diagonalise(withVectors ? columns : undefined, diagonal, beside);
  return sorted(columns, diagonal, withVectors);
}

function tridiagonal(v: Float64Array, d: Float64Array, e: Float64Array, withVectors: boolean): void {
  const n = d.length;
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1]!;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!);
    let h = 0;
    if (scale === 0) {
      e[i] = d[i - 1]!;
      for (let j = 0; j < i; j++) {
        d[j] = v[j * n + i - 1]!;
        v[j * n + i] = v[i * n + j] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k] = d[k]! / scale;
        h += d[k]! ** 2;
      }
      const f = d[i - 1]!;
      const root = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * root;
      h -= f * root;
      d[i - 1] = f - root;
      e.fill(0, 0, i);
      applyTo(v, d, e, i);
      let sum = 0;
      for (let j = 0; j < i; j++) {
        e[j] = e[j]! / h;
        sum += e[j]! * d[j]!;
      }
      const half = sum / (h + h);
      for (let j = 0; j < i; j++) e[j] = e[j]! - half * d[j]!;
      for (let j = 0; j < i; j++) {
        const dj = d[j]!;
        const ej = e[j]!;
        const at = j * n;
        for (let k = j; k < i; k++) v[at + k] = v[at + k]! - (dj * e[k]! + ej * d[k]!);
        d[j] = v[at + i - 1]!;
        v[at + i] = 0;
      }
    }
    d[i] = h;
  }
  if (withVectors) accumulate(v, d);
  else for (let i = 0; i < n; i++) d[i] = v[i * n + i]!;
  e[0] = 0;
}

/** Product of the matrix so far with the Householder vector d, into e; the vector is kept in column i. */
function applyTo(v: Float64Array, d: Float64Array, e: Float64Array, i: number): void {
  const n = d.length;
  for (let j = 0; j < i; j++) {
    const f = d[j]!;
    v[i * n + j] = f;
    const at = j * n;
    let g = e[j]! + v[at + j]! * f;
    for (let k = j + 1; k < i; k++) {
      g += v[at + k]! * d[k]!;
      e[k] = e[k]! + v[at + k]! * f;
    }
    e[j] = g;
  }
}

/** Product of all reflections, in place. */
function accumulate(v: Float64Array, d: Float64Array): void {
  const n = d.length;
  for (let i = 0; i < n - 1; i++) {
    v[i * n + n - 1] = v[i * n + i]!;
    v[i * n + i] = 1;
    const h = d[i + 1]!;
    const next = (i + 1) * n;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[next + k]! / h;
      for (let j = 0; j <= i; j++) {
        const at = j * n;
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[next + k]! * v[at + k]!;
        for (let k = 0; k <= i; k++) v[at + k] = v[at + k]! - g * d[k]!;
      }
    }
    v.fill(0, next, next + i + 1);
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[j * n + n - 1]!;
    v[j * n + n - 1] = 0;
  }
  v[n * n - 1] = 1;
}

function diagonalise(v: Float64Array | undefined, d: Float64Array, e: Float64Array): void {
  const n = d.length;
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!));
    let m = l;
    while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * largest) m++;
    for (let tries = 0; m > l && Math.abs(e[l]!) > Number.EPSILON * largest; tries++) {
      if (tries > MOST_ITERATIONS) throw new RangeError('The eigenvalues of the matrix do not converge.');
      shift += implicitStep(v, d, e, l, m);
    }
    d[l] = d[l]! + shift;
    e[l] = 0;
  }
}

/** One step of QL on rows l … m; returns the shift that was taken from the diagonal. */
function implicitStep(
  v: Float64Array | undefined,
  d: Float64Array,
  e: Float64Array,
  l: number,
  m: number,
): number {
  const n = d.length;
  let g = d[l]!;
  let p = (d[l + 1]! - g) / (2 * e[l]!);
  let r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
  d[l] = e[l]! / (p + r);
  d[l + 1] = e[l]! * (p + r);
  const second = d[l + 1]!;
  const h = g - d[l];
  for (let i = l + 2; i < n; i++) d[i] = d[i]! - h;
  p = d[m]!;
  let [c, c2, c3] = [1, 1, 1];
  const beside = e[l + 1]!;
  let [s, s2] = [0, 0];
  for (let i = m - 1; i >= l; i--) {
    [c3, c2, s2] = [c2, c, s];
    g = c * e[i]!;
    const hi = c * p;
    r = Math.hypot(p, e[i]!);
    e[i + 1] = s * r;
    s = e[i]! / r;
    c = p / r;
    p = c * d[i]! - s * g;
    d[i + 1] = hi + s * (c * g + s * d[i]!);
    if (v) rotate(v, i * n, n, c, s);
  }
  p = (-s * s2 * c3 * beside * e[l]!) / second;
  e[l] = s * p;
  d[l] = c * p;
  return h;
}

/** Rotates the column at `at` with the next one. */
function rotate(v: Float64Array, at: number, n: number, c: number, s: number): void {
  for (let k = at; k < at + n; k++) {
    const h = v[k + n]!;
    v[k + n] = s * v[k]! + c * h;
    v[k] = c * v[k]! - s * h;
  }
}

function sorted(v: Float64Array, d: Float64Array, withVectors: boolean): Eigen {
  const n = d.length;
  if (!withVectors) return { values: d.sort(), vectors: new Float64Array() };
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => d[a]! - d[b]!);
  const vectors = new Float64Array(n * n);
  for (const [i, from] of order.entries()) vectors.set(v.subarray(from * n, (from + 1) * n), i * n);
  return { values: Float64Array.from(order, (from) => d[from]!), vectors };
}
