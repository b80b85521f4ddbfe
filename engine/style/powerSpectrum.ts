// Power spectrum along rows and columns: mean squared amplitude by frequency, over windows of one length (Welch 1967).

import type { Plane } from './planes.js';

const LONGEST_WINDOW_PX = 256;
/** Every fourth row and column is taken. */
const EVERY_LINE = 4;

/** Power at 0 … N / 2 − 1 cycles per window, of N px or fewer in a small image. */
export function powerSpectrum({ width, height, data }: Plane): Float64Array {
  const size = 2 ** Math.floor(Math.log2(Math.min(LONGEST_WINDOW_PX, width, height)));
  const sums = new Float64Array(size / 2);
  const bell = Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size) ** 2);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  let windows = 0;
  const add = (start: number, step: number) => {
    let mean = 0;
    for (let i = 0; i < size; i++) mean += data[start + i * step]! / size;
    for (let i = 0; i < size; i++) real[i] = bell[i]! * (data[start + i * step]! - mean);
    imaginary.fill(0);
    transform(real, imaginary);
    for (let k = 0; k < sums.length; k++) sums[k] = sums[k]! + real[k]! ** 2 + imaginary[k]! ** 2;
    windows++;
  };
  for (let y = 0; y < height; y += EVERY_LINE)
    for (let x = 0; x + size <= width; x += size / 2) add(y * width + x, 1);
  for (let x = 0; x < width; x += EVERY_LINE)
    for (let y = 0; y + size <= height; y += size / 2) add(y * width + x, width);
  return sums.map((sum) => sum / windows);
}

/** Fourier transform in place, by halves (Cooley and Tukey 1965). The length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [real[i], real[j]] = [real[j]!, real[i]!];
    [imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!];
  }
  for (let half = 1; half < n; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let at = k; at < n; at += 2 * half) {
        const other = at + half;
        const re = c * real[other]! - s * imaginary[other]!;
        const im = c * imaginary[other]! + s * real[other]!;
        real[other] = real[at]! - re;
        imaginary[other] = imaginary[at]! - im;
        real[at] = real[at]! + re;
        imaginary[at] = imaginary[at]! + im;
      }
    }
  }
}
