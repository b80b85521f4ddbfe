// Shapiro and Wilk's test of normality, by Royston's approximation (Applied Statistics 44, 1995, algorithm AS R94), for 3 to
// 5,000 values.

import { inverseLogNormalCdf, normalCdf } from './normal.js';
import type { TestResult } from './testResult.js';

const FEWEST_VALUES = 3;
export const MOST_VALUES = 5000;

/** Polynomials of Royston 1995 in 1/√n: corrections of the two outermost weights. */
const OUTERMOST = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const NEXT = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
/** Mean and log of the standard deviation of the transformed statistic: of 4 to 11 values in n, of more in log n. */
const FEW_GAMMA = [-2.273, 0.459];
const FEW_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4];
const FEW_DEVIATION = [1.3822, -0.77857, 0.062767, -0.0020322];
const MANY_MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915];
const MANY_DEVIATION = [-0.4803, -0.082676, 0.0030302];

/**
 * Could the values have been drawn from a normal distribution? W is at most 1; small means no. Undefined for fewer than 3 or
 * more than 5,000 values, or if all are equal.
 */
export function shapiroWilkTest(values: readonly number[]): TestResult | undefined {
  const n = values.length;
  if (n < FEWEST_VALUES || n > MOST_VALUES) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted[0] === sorted.at(-1)) return undefined;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = weights(n);
  const contrast = half.reduce((sum, weight, i) => sum + weight * (sorted[n - 1 - i]! - sorted[i]!), 0);
  const statistic = Math.min(1, contrast ** 2 / squares);
  return { statistic, pValue: probability(statistic, n) };
}

/** Weights of the ordered values from the outermost inwards; those of the other half are their negatives. */
function weights(n: number): number[] {
  if (n === 3) return [Math.SQRT1_2];
  const half = Math.floor(n / 2);
  // Blom's expected order statistics.
  const scores = Array.from(
    { length: half },
    (_, i) => -inverseLogNormalCdf(Math.log((i + 1 - 0.375) / (n + 0.25))),
  );
  const squares = 2 * scores.reduce((sum, score) => sum + score ** 2, 0);
  const size = Math.sqrt(squares);
  const x = 1 / Math.sqrt(n);
  const first = scores[0]! / size + polynomial(OUTERMOST, x);
  const kept = n > 5 ? 2 : 1;
  const second = scores[1]! / size + polynomial(NEXT, x);
  const ofKept = [first, second].slice(0, kept);
  const left = 1 - 2 * ofKept.reduce((sum, weight) => sum + weight ** 2, 0);
  const without = squares - 2 * scores.slice(0, kept).reduce((sum, score) => sum + score ** 2, 0);
  const scale = Math.sqrt(without / left);
  return scores.map((score, i) => ofKept[i] ?? score / scale);
}

function probability(statistic: number, n: number): number {
  if (n === 3) {
    const least = Math.asin(Math.sqrt(0.75));
    return Math.max(0, (6 / Math.PI) * (Math.asin(Math.sqrt(statistic)) - least));
  }
  const logRest = Math.log(1 - statistic);
  if (n <= 11) {
    const gamma = polynomial(FEW_GAMMA, n);
    if (logRest >= gamma) return 0;
    const z = (-Math.log(gamma - logRest) - polynomial(FEW_MEAN, n)) / Math.exp(polynomial(FEW_DEVIATION, n));
    return normalCdf(-z);
  }
  const logN = Math.log(n);
  return normalCdf(-(logRest - polynomial(MANY_MEAN, logN)) / Math.exp(polynomial(MANY_DEVIATION, logN)));
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);
}
