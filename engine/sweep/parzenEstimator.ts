// Multivariate Parzen estimator: a mixture of products of kernels, one component per observation and the prior as the
// last (Bergstra et al. 2011; Falkner et al. 2018 for several dimensions at once).

import type { MersenneTwister } from '../random/mersenneTwister.js';
import type { SearchSpace } from './distributions.js';
import {
  addLogPdf,
  isContinuous,
  categoricalKernels,
  normalKernels,
  sampleCategory,
  sampleNormal,
  type KernelOptions,
  type Kernels,
} from './kernels.js';
import { log } from '../statistics/numpyFunctions.js';
import { logSum, numpySum } from './logSums.js';

export interface ParzenEstimator {
  /** One per component, sum 1. */
  readonly weights: readonly number[];
  readonly logWeights: Float64Array;
  readonly kernels: ReadonlyMap<string, Kernels>;
}

/** Values of one observation or candidate, by parameter. */
export type Point = ReadonlyMap<string, number>;

/**
 * @param observations internal values of all parameters of the space, oldest first
 * @param weights one per observation; the prior's is appended, and all are normalised
 */
export function parzenEstimator(
  space: SearchSpace,
  observations: readonly Point[],
  weights: readonly number[],
  options: KernelOptions,
): ParzenEstimator {
  const raw = observations.length === 0 ? [1] : [...weights, options.priorWeight];
  const sum = numpySum(raw);
  const kernels = new Map<string, Kernels>();
  for (const [name, distribution] of space) {
    const observed = observations.map((point) => point.get(name)!);
    kernels.set(
      name,
      distribution.kind === 'categorical'
        ? categoricalKernels(distribution, observed, options, weights)
        : normalKernels(distribution, observed, options),
    );
  }
  const normalised = raw.map((weight) => weight / sum);
  return { weights: normalised, logWeights: Float64Array.from(normalised, log), kernels };
}

/** Log density of a point. The order of the sums is Optuna's, since rounding decides between equal candidates. */
export function logPdf(estimator: ParzenEstimator, point: Point): number {
  const logs = new Float64Array(estimator.weights.length);
  const continuous = new Float64Array(logs.length);
  for (const [name, kernels] of estimator.kernels)
    addLogPdf(kernels, point.get(name)!, isContinuous(kernels) ? continuous : logs);
  for (let k = 0; k < logs.length; k++) logs[k] = logs[k]! + continuous[k]! + estimator.logWeights[k]!;
  return logSum(logs);
}

/** Draws points. The order of the random numbers is Optuna's: components, categories, then all numbers in one matrix. */
export function samplePoints(estimator: ParzenEstimator, random: MersenneTwister, size: number): Point[] {
  const components = random.choices(estimator.weights, size);
  const columns = new Map<string, number[]>();
  const entries = [...estimator.kernels];
  for (const [name, kernels] of entries)
    if (kernels.kind === 'categorical') {
      const shares = components.map(() => random.uniform());
      columns.set(
        name,
        components.map((k, i) => sampleCategory(kernels, k, shares[i]!)),
      );
    }
  for (const [name, kernels] of entries)
    if (kernels.kind === 'normal')
      columns.set(
        name,
        components.map((k) => sampleNormal(kernels, k, random.uniform())),
      );
  return components.map((_, i) => new Map(entries.map(([name]) => [name, columns.get(name)![i]!])));
}
