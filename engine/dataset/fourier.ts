// The discrete Fourier transform of square planes whose side is a power of two (Cooley and Tukey, 1965).

/** Complex numbers, side × side. */
export interface Spectrum {
  readonly side: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Σ f(x, y) exp(−2πi (ux + vy)/side). `plane` is side × side. */
export function fourier(plane: ArrayLike<number>, side: number): Spectrum {
  const spectrum = { side, real: Float64Array.from(plane), imaginary: new Float64Array(side * side) };
  transform(spectrum, -1);
  return spectrum;
}

/** The real part of (1/side²) Σ F(u, v) exp(2πi (ux + vy)/side); the spectrum is changed. */
export function fourierBack(spectrum: Spectrum): Float64Array {
  transform(spectrum, 1);
  const scale = 1 / spectrum.side ** 2;
  return spectrum.real.map((value) => value * scale);
}

/** The smallest power of two that is not smaller. */
export function powerOfTwo(length: number): number {
  return 2 ** Math.ceil(Math.log2(length));
}

/** Rows, then columns, in place. */
function transform({ side, real, imaginary }: Spectrum, sign: 1 | -1): void {
  const table = Array.from({ length: side / 2 }, (_, k) => (sign * 2 * Math.PI * k) / side);
  const cosines = Float64Array.from(table, Math.cos);
  const sines = Float64Array.from(table, Math.sin);
  const re = new Float64Array(side);
  const im = new Float64Array(side);
  for (const [line, step] of [
    [side, 1],
    [1, side],
  ] as const)
    for (let i = 0; i < side; i++) {
      const start = i * line;
      for (let k = 0; k < side; k++) {
        re[k] = real[start + k * step]!;
        im[k] = imaginary[start + k * step]!;
      }
      inPlace(re, im, cosines, sines);
      for (let k = 0; k < side; k++) {
        real[start + k * step] = re[k]!;
        imaginary[start + k * step] = im[k]!;
      }
    }
}

function inPlace(re: Float64Array, im: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let start = 0; start < n; start += size)
      for (let k = 0; k < half; k++) {
        const [a, b] = [start + k, start + k + half];
        const [c, s] = [cosines[k * stride]!, sines[k * stride]!];
        const xr = re[b]! * c - im[b]! * s;
        const xi = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - xr;
        im[b] = im[a]! - xi;
        re[a] = re[a]! + xr;
        im[a] = im[a]! + xi;
      }
  }
}
