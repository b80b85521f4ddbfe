// Tree-structured Parzen Estimator (Bergstra et al. 2011; the paper tunes DeepLIIF with it). Defaults, order of random
// numbers and numerics are those of Optuna 5, so that the same seed gives the same trials.

import { mersenneTwister } from '../random/mersenneTwister.js';
import { internalValue, type Distribution, type SearchSpace } from './distributions.js';
import { DEFAULT_KERNELS, type KernelOptions } from './kernels.js';
import {
  logPdf,
  parzenEstimator,
  samplePoints,
  type ParzenEstimator,
  type Point,
} from './parzenEstimator.js';
import { draw } from './randomSampler.js';
import type { Sampler, Study } from './sampler.js';
import { groupedSpaces, intersectionSpace } from './spaces.js';
import { splitTrials } from './splitTrials.js';
import { ageWeights, defaultGamma, hyperoptGamma, multiObjectiveGamma } from './tpeWeights.js';
import { isFinished, type Trial } from './trial.js';

export interface TpeOptions {
  /** Finished trials before which parameters are random. */
  readonly startupTrials: number;
  /** Candidates drawn from l(x), of which the best is taken. */
  readonly candidates: number;
  /** Decides the parameters that all trials have together. Default: with one objective. */
  readonly multivariate?: boolean;
  /** Decides parameters in the groups in which they occur (conditional spaces). Needs `multivariate`. */
  readonly group: boolean;
  /** Counts running trials as bad, so that parallel workers do not all try the same. */
  readonly constantLiar: boolean;
  /** Number of good trials among n. */
  readonly gamma?: (n: number) => number;
  readonly kernels: KernelOptions;
}

const TPE_DEFAULTS: TpeOptions = {
  startupTrials: 10,
  candidates: 24,
  group: false,
  constantLiar: true,
  kernels: DEFAULT_KERNELS,
};

/**
 * TPE as Hyperopt has it, which papers of DeepLIIF's time used: one parameter at a time, a quarter of the root good, 20
 * random trials first. The numbers of a seed are not Hyperopt's.
 */
export const HYPEROPT_PRESET: Partial<TpeOptions> = {
  startupTrials: 20,
  multivariate: false,
  constantLiar: false,
  gamma: hyperoptGamma,
  kernels: { ...DEFAULT_KERNELS, prior: 'sorted' },
};

export function tpeSampler(seed: number, given: Partial<TpeOptions> = {}): Sampler {
  const options = { ...TPE_DEFAULTS, ...given };
  const random = mersenneTwister(seed);
  // Optuna's startup trials come from a generator of their own with the same seed.
  const startup = mersenneTwister(seed);

  const isStarting = ({ trials }: Study) => trials.filter(isFinished).length < options.startupTrials;

  const decide = (study: Study, number: number, space: SearchSpace): Point => {
    const { below, above } = estimators(study, number, space, options);
    const candidates = samplePoints(below, random, options.candidates);
    let best = candidates[0]!;
    let most = -Infinity;
    for (const candidate of candidates) {
      const gain = logPdf(below, candidate) - logPdf(above, candidate);
      if (gain > most) [best, most] = [candidate, gain];
    }
    return best;
  };

  return {
    together: (study, number) => {
      if (isStarting(study) || !(options.multivariate ?? study.directions.length === 1)) return new Map();
      const spaces = options.group ? groupedSpaces(study.trials) : [intersectionSpace(study.trials)];
      return new Map(
        spaces.filter(({ size }) => size > 0).flatMap((space) => [...decide(study, number, space)]),
      );
    },
    alone: (study, number, name: string, distribution: Distribution) =>
      isStarting(study)
        ? draw(distribution, startup)
        : decide(study, number, new Map([[name, distribution]])).get(name)!,
  };
}

/** l(x) of the good trials and g(x) of the others, over the trials that have all parameters of the space. */
export function estimators(
  study: Study,
  number: number,
  space: SearchSpace,
  options: TpeOptions,
): { readonly below: ParzenEstimator; readonly above: ParzenEstimator } {
  const done = study.trials.filter(isFinished);
  const running = options.constantLiar
    ? study.trials.filter((trial) => trial.state === 'running' && trial.number !== number)
    : [];
  const isSole = study.directions.length === 1;
  const gamma = options.gamma ?? (isSole ? defaultGamma : multiObjectiveGamma);
  const observed = [...done, ...running].sort((a, b) => a.number - b.number);
  const { below, above } = splitTrials(observed, study, gamma(done.length));
  const pointsOf = (trials: readonly Trial[]) =>
    trials.map((trial) => pointIn(space, trial)).filter((point) => point !== undefined);
  const [good, others] = [pointsOf(below), pointsOf(above)];
  return {
    below: parzenEstimator(
      space,
      good,
      isSole ? ageWeights(good.length) : good.map(() => 1),
      options.kernels,
    ),
    above: parzenEstimator(space, others, ageWeights(others.length), options.kernels),
  };
}

/** Parameters of a trial; undefined if it lacks one of the space. Those of a running trial may be decided, not yet set. */
function pointIn(space: SearchSpace, { params, state, relativeParams }: Trial): Point | undefined {
  const point = new Map<string, number>();
  let isComplete = true;
  for (const [name, distribution] of space) {
    if (params.has(name)) continue;
    isComplete = false;
    const value = internalValue(distribution, state === 'running' ? relativeParams?.[name] : undefined);
    if (value === undefined) return undefined;
    point.set(name, value);
  }
  return isComplete ? params : new Map([...params, ...point]);
}
