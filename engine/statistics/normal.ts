// Standard normal distribution: logarithms of its distribution function far into the tails, and their inverse.
// Three branches keep all digits, as Optuna's numerics do, whose sequences we reproduce.

import { exp, log } from './numpyFunctions.js';
import { erf, erfc } from './errorFunction.js';

const LOG_SQRT_2_PI = 0.5 * log(2 * Math.PI);

/** Φ(a) */
export function normalCdf(a: number): number {
  const x = a / Math.SQRT2;
  if (x < -Math.SQRT1_2) return 0.5 * erfc(-x);
  return x < Math.SQRT1_2 ? 0.5 + 0.5 * erf(x) : 1 - 0.5 * erfc(x);
}

/** log Φ(a) */
export function logNormalCdf(a: number): number {
  if (a > 6) return -normalCdf(-a);
  if (a > -20) return log(normalCdf(a));
  // Asymptotic series: Φ(a) ≈ φ(a)/|a| · (1 − 1/a² + 1·3/a⁴ − …), until a term no longer counts.
  const start = -0.5 * a * a - log(-a) - LOG_SQRT_2_PI;
  let sum = 1;
  let before = 0;
  let term = 1;
  let factor = 1;
  let sign = 1;
  for (let i = 1; Math.abs(before - sum) > Number.EPSILON; i++) {
    before = sum;
    sign = -sign;
    factor /= a * a;
    term *= 2 * i - 1;
    sum += sign * term * factor;
  }
  return start + log(sum);
}

/** log φ(x), the density's logarithm. */
export function logNormalPdf(x: number): number {
  return -0.5 * x * x - LOG_SQRT_2_PI;
}

/** z with log Φ(z) = y, by Newton's method. @param y at most 0 */
export function inverseLogNormalCdf(y: number): number {
  const flipped = y > -1e-2;
  const target = flipped ? log(-Math.expm1(y)) : y;
  // Starting points: the tail's leading term, or the logistic curve that follows Φ.
  let x =
    target < -5
      ? -Math.sqrt(-2 * (target + LOG_SQRT_2_PI))
      : (-Math.sqrt(3) / Math.PI) * log(Math.expm1(-target));
  for (let i = 0; i < 100; i++) {
    const logCdf = logNormalCdf(x);
    const step = (logCdf - target) * exp(logCdf - logNormalPdf(x));
    x -= step;
    if (Math.abs(step) < 1e-8 * Math.abs(x)) break;
  }
  return flipped ? -x : x;
}
