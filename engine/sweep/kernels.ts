// Kernels of a Parzen estimator in one dimension (Bergstra et al. 2011; widths as in Optuna 5): one per observation,
// and the prior as the last.

import { numpySum } from './logSums.js';
import { logNormalPdf } from '../statistics/normal.js';
import { logGaussMass, truncatedQuantile } from './truncatedNormal.js';
import { exp, log } from '../statistics/numpyFunctions.js';
import { numpyOrder } from './numpyOrder.js';
import type { CategoricalDistribution, NumericalDistribution } from './distributions.js';

export interface KernelOptions {
  /** Weight of the prior beside observations of weight 1. */
  readonly priorWeight: number;
  /** Keeps kernels from becoming narrower than range / min(100, 1 + kernels). */
  readonly magicClip: boolean;
  /**
   * Place of the prior among the observations: `last` leaves their widths alone (Optuna), `sorted` makes it a neighbour
   * of theirs (Hyperopt), whose categories share one row of weighted counts.
   */
  readonly prior: 'last' | 'sorted';
  /** Lets the distance to the end of the range widen the first and the last kernel. */
  readonly endpoints: boolean;
}

export const DEFAULT_KERNELS: KernelOptions = {
  priorWeight: 1,
  prior: 'last',
  magicClip: true,
  endpoints: false,
};

/** Truncated normal distributions, in the logarithm of the parameter where that is logarithmic. */
export interface NormalKernels {
  readonly kind: 'normal';
  readonly distribution: NumericalDistribution;
  readonly means: readonly number[];
  readonly sigmas: readonly number[];
  /** Ends of the truncation: the range, widened by half a step where it has steps. */
  readonly low: number;
  readonly high: number;
  /** First kernel that equals each one: stepped parameters have many equal ones. Undefined without steps. */
  readonly firstEqual: Int32Array | undefined;
  /** Log of the mass of each kernel between the ends, and of its sigma (without steps). */
  readonly logMasses: Float64Array;
  readonly logSigmas: Float64Array;
}

export interface CategoricalKernels {
  readonly kind: 'categorical';
  /** Probability of each category by kernel, and its logarithm. */
  readonly rows: readonly (readonly number[])[];
  readonly logRows: readonly Float64Array[];
}

export type Kernels = NormalKernels | CategoricalKernels;

export function normalKernels(
  distribution: NumericalDistribution,
  observed: readonly number[],
  options: KernelOptions,
): NormalKernels {
  const { low: least, high: most } = distribution;
  const half = stepOf(distribution) / 2;
  const scale = distribution.log ? log : (x: number) => x;
  const [low, high] = [scale(least - half), scale(most + half)];
  const observations = observed.map(scale);
  const range = high - low;
  const middle = (low + high) / 2;
  const neighbours = options.prior === 'sorted' ? [...observations, middle] : observations;
  const distances = neighbours.length === 0 ? [] : widthsOf(neighbours, low, high, options.endpoints);
  const isSoleHyperopt = options.prior === 'sorted' && observations.length === 1;
  const widths = observations.map((_, i) => (isSoleHyperopt ? range / 2 : distances[i]!));
  const kernels = observations.length + (options.prior === 'sorted' ? 0 : 1);
  const narrowest = options.magicClip ? range / Math.min(100, 1 + kernels) : 1e-12;
  const means = [...observations, middle];
  const sigmas = [...widths.map((width) => Math.min(Math.max(width, narrowest), range)), range];
  return truncatedKernels(distribution, means, sigmas, low, high);
}

export function truncatedKernels(
  distribution: NumericalDistribution,
  means: readonly number[],
  sigmas: readonly number[],
  low: number,
  high: number,
): NormalKernels {
  const firstEqual = stepOf(distribution) > 0 ? firstsOfEqual(means, sigmas) : undefined;
  const logMasses = new Float64Array(means.length);
  const logSigmas = new Float64Array(means.length);
  for (let k = 0; k < means.length; k++) {
    const [mean, sigma] = [means[k]!, sigmas[k]!];
    const first = firstEqual?.[k] ?? k;
    logMasses[k] = first < k ? logMasses[first]! : logGaussMass((low - mean) / sigma, (high - mean) / sigma);
    // Densities need it; steps have masses.
    if (!firstEqual) logSigmas[k] = log(sigma);
  }
  return { kind: 'normal', distribution, means, sigmas, low, high, firstEqual, logMasses, logSigmas };
}

/** First kernel, for each one, with the same mean and sigma. */
function firstsOfEqual(means: readonly number[], sigmas: readonly number[]): Int32Array {
  const firsts = new Map<number, Map<number, number>>();
  return Int32Array.from(means, (mean, k) => {
    let bySigma = firsts.get(mean);
    if (!bySigma) firsts.set(mean, (bySigma = new Map<number, number>()));
    const first = bySigma.get(sigmas[k]!) ?? k;
    if (first === k) bySigma.set(sigmas[k]!, k);
    return first;
  });
}

/** Distance to the farther neighbour of each observation, in the order of the observations. */
function widthsOf(observations: readonly number[], low: number, high: number, endpoints: boolean): number[] {
  const order = numpyOrder(observations);
  const sorted = order.map((i) => observations[i]!);
  const last = sorted.length - 1;
  const widths = sorted.map((mean, i) =>
    Math.max(mean - (sorted[i - 1] ?? low), (sorted[i + 1] ?? high) - mean),
  );
  if (!endpoints && last >= 1) {
    widths[0] = sorted[1]! - sorted[0]!;
    widths[last] = sorted[last]! - sorted[last - 1]!;
  }
  const unsorted = new Array<number>(sorted.length);
  for (const [place, i] of order.entries()) unsorted[i] = widths[place]!;
  return unsorted;
}

/** @param weights one per observation; only rows that all observations share use them */
export function categoricalKernels(
  { choices }: CategoricalDistribution,
  observed: readonly number[],
  { priorWeight, prior: place }: KernelOptions,
  weights: readonly number[],
): CategoricalKernels {
  const kernels = observed.length + 1;
  if (place === 'sorted') {
    const counts = choices.map(() => priorWeight);
    for (const [i, index] of observed.entries()) counts[index]! += weights[i]!;
    const sum = counts.reduce((a, b) => a + b, 0);
    const shared = counts.map((count) => count / sum);
    return withLogs(Array.from({ length: kernels }, () => shared));
  }
  const prior = priorWeight / kernels;
  const shares = (counts: readonly number[]) => {
    const sum = numpySum(counts);
    return counts.map((count) => count / sum);
  };
  const uniform =
    observed.length === 0 ? choices.map(() => 1 / choices.length) : shares(choices.map(() => prior));
  const rowOf = choices.map((_, index) => shares(choices.map((__, i) => (i === index ? prior + 1 : prior))));
  return withLogs([...observed.map((index) => rowOf[index]!), uniform]);
}

/** Rows that are the same array share their logarithms. */
function withLogs(rows: readonly (readonly number[])[]): CategoricalKernels {
  const logs = new Map([...new Set(rows)].map((row) => [row, Float64Array.from(row, log)]));
  return { kind: 'categorical', rows, logRows: rows.map((row) => logs.get(row)!) };
}

/** Step of the values; 0 where all are allowed. Whole numbers always have one, also in a logarithmic range. */
export function stepOf(distribution: NumericalDistribution): number {
  return distribution.step ?? 0;
}

/** True for numbers without steps. */
export function isContinuous(kernels: Kernels): boolean {
  return kernels.kind === 'normal' && stepOf(kernels.distribution) === 0;
}

/** Adds to `logs`, one per kernel, the log density or log probability of an internal value. */
export function addLogPdf(kernels: Kernels, value: number, logs: Float64Array): void {
  if (kernels.kind === 'categorical') {
    for (let k = 0; k < logs.length; k++) logs[k]! += kernels.logRows[k]![value]!;
    return;
  }
  const { distribution, means, sigmas, low, high, firstEqual, logMasses, logSigmas } = kernels;
  if (firstEqual) {
    const masses = massesAt(kernels, firstEqual, value);
    for (let k = 0; k < logs.length; k++) logs[k] = logs[k]! + masses[k]! - logMasses[k]!;
    return;
  }
  const x = distribution.log ? log(value) : value;
  if (x < low || x > high) logs.fill(-Infinity);
  else
    for (let k = 0; k < logs.length; k++)
      logs[k]! += logNormalPdf((x - means[k]!) / sigmas[k]!) - logMasses[k]! - logSigmas[k]!;
}

/** Log of the mass, by kernel, of a step around a value. */
function massesAt(
  { distribution, means, sigmas }: NormalKernels,
  firstEqual: Int32Array,
  value: number,
): Float64Array {
  const half = stepOf(distribution) / 2;
  const scale = distribution.log ? log : (x: number) => x;
  const [from, to] = [scale(value - half), scale(value + half)];
  const masses = new Float64Array(means.length);
  for (let k = 0; k < masses.length; k++) {
    const [first, mean, sigma] = [firstEqual[k]!, means[k]!, sigmas[k]!];
    masses[k] = first < k ? masses[first]! : logGaussMass((from - mean) / sigma, (to - mean) / sigma);
  }
  return masses;
}

/** Internal value of kernel k up to which it has the share `q` of its mass. */
export function sampleNormal(kernels: NormalKernels, k: number, q: number): number {
  const { distribution, means, sigmas, low, high } = kernels;
  const [mean, sigma] = [means[k]!, sigmas[k]!];
  const x = truncatedQuantile(q, (low - mean) / sigma, (high - mean) / sigma) * sigma + mean;
  const value = distribution.log ? exp(x) : x;
  const step = stepOf(distribution);
  if (step === 0) return Math.min(Math.max(value, distribution.low), distribution.high);
  const stepped = distribution.low + halfToEven((value - distribution.low) / step) * step;
  return Math.min(Math.max(stepped, distribution.low), distribution.high);
}

/** Category of kernel k at the share `q` of its probability. */
export function sampleCategory(kernels: CategoricalKernels, k: number, q: number): number {
  let sum = 0;
  let below = 0;
  const row = kernels.rows[k]!;
  for (let i = 0; i < row.length - 1; i++) {
    sum += row[i]!;
    if (sum < q) below++;
  }
  return below;
}

/** Rounding of NumPy: halves go to the even number. */
function halfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
