// Importance of parameters by PED-ANOVA (Watanabe et al. 2023), Optuna's default: how far the best trials' density of a
// parameter is from that of all trials. Parameters that only some trials have are weighed by their share.

import {
  isSameDistribution,
  isSingle,
  type Distribution,
  type NumericalDistribution,
} from './distributions.js';
import { addLogPdf, categoricalKernels, DEFAULT_KERNELS, truncatedKernels, type Kernels } from './kernels.js';
import { logSum } from './logSums.js';
import type { Study } from './sampler.js';
import { splitTrials } from './splitTrials.js';
import type { Trial } from './trial.js';

/** Places of the grid on which densities are compared. */
const MOST_PLACES = 50;

export interface Importances {
  /** Importances by parameter, not normalised. */
  readonly raw: ReadonlyMap<string, number>;
  /** Importances by parameter, sum 1, the largest first. */
  readonly shares: ReadonlyMap<string, number>;
}

export interface PedAnovaOptions {
  /** Share of the trials that count as the best. */
  readonly target: number;
  /** Compares with the trials that there are (true), or with the whole space. */
  readonly local: boolean;
}

export function pedAnova(study: Study, given: Partial<PedAnovaOptions> = {}): Importances {
  const { target, local } = { target: 0.1, local: true, ...given };
  const trials = study.trials.filter(
    ({ state, values }) => state === 'complete' && values?.every(Number.isFinite) === true,
  );
  const best = new Set(bestTrials(trials, study, target));
  const names = new Set(trials.flatMap(({ distributions }) => [...distributions.keys()]));
  const raw = new Map<string, number>();
  for (const name of names) {
    let sum = 0;
    if (trials.length > 1 && best.size > 0)
      for (const { distribution, members } of regimes(trials, name)) {
        const good = members.filter((trial) => best.has(trial));
        if (good.length === 0 || isSingle(distribution)) continue;
        const [targetShare, regionShare] = [good.length / best.size, members.length / trials.length];
        sum += (targetShare ** 2 / regionShare) * divergence(name, distribution, good, members, local);
      }
    raw.set(name, sum * (best.size / trials.length) ** 2);
  }
  return { raw, shares: normalised(raw) };
}

/** Trials whose value is among the best; with several objectives those of the best fronts. */
function bestTrials(trials: readonly Trial[], study: Study, share: number): readonly Trial[] {
  const count = Math.ceil(share * trials.length);
  if (study.directions.length > 1) return splitTrials(trials, study, count).below;
  const sign = study.directions[0] === 'maximize' ? -1 : 1;
  const losses = trials.map(({ values }) => sign * values![0]!);
  const limit = [...losses].sort((a, b) => a - b)[count - 1]!;
  return trials.filter((_, i) => losses[i]! <= limit);
}

/** Trials by the distribution that the parameter has in them; distributions of a single trial are left out. */
function regimes(
  trials: readonly Trial[],
  name: string,
): readonly { readonly distribution: Distribution; readonly members: readonly Trial[] }[] {
  const found: { distribution: Distribution; members: Trial[] }[] = [];
  for (const trial of trials) {
    const distribution = trial.distributions.get(name);
    if (!distribution) continue;
    const regime = found.find((one) => isSameDistribution(one.distribution, distribution));
    if (regime) regime.members.push(trial);
    else found.push({ distribution, members: [trial] });
  }
  return found.filter(({ members }) => members.length >= 2);
}

/** Pearson divergence of the best trials' density from that of all, on a grid. */
function divergence(
  name: string,
  distribution: Distribution,
  good: readonly Trial[],
  all: readonly Trial[],
  local: boolean,
): number {
  const top = gridDensity(name, distribution, good).map((density) => density + 1e-12);
  const whole = local
    ? gridDensity(name, distribution, all).map((density) => density + 1e-12)
    : top.map(() => 1 / top.length);
  return top.reduce((sum, density, i) => sum + whole[i]! * (density / whole[i]! - 1) ** 2, 0);
}

function gridDensity(name: string, distribution: Distribution, trials: readonly Trial[]): number[] {
  const values = trials.map(({ params }) => params.get(name)!);
  const counts =
    distribution.kind === 'categorical'
      ? countsOf(values, distribution.choices.length)
      : gridCounts(distribution, values);
  const places = counts.flatMap((count, i) => (count > 0 ? [i] : []));
  const weights = places.map((i) => counts[i]!);
  const kernels =
    distribution.kind === 'categorical'
      ? categoricalKernels(distribution, places, DEFAULT_KERNELS, weights)
      : scottKernels(places, weights, counts.length);
  const all = [...weights, DEFAULT_KERNELS.priorWeight];
  const sum = all.reduce((a, b) => a + b, 0);
  return counts.map((_, place) => {
    const logs = Float64Array.from(all, (weight) => Math.log(weight / sum));
    addLogPdf(kernels, place, logs);
    return Math.exp(logSum(logs));
  });
}

/** Numbers of trials at the places of a grid over the range, which is logarithmic where the parameter is. */
function gridCounts(distribution: NumericalDistribution, values: readonly number[]): number[] {
  const { low, high, step, kind } = distribution;
  const scale = distribution.log ? Math.log : (x: number) => x;
  const places =
    kind === 'int' && distribution.log
      ? Math.min(Math.ceil(Math.log(high - low + 1) / Math.log(2)) + 1, MOST_PLACES)
      : step === null
        ? MOST_PLACES
        : Math.min(Math.round((high - low) / step) + 1, MOST_PLACES);
  const width = (scale(high) - scale(low)) / (places - 1);
  const indices = values.map((value) => Math.ceil((scale(value) - scale(low)) / width - 0.5));
  return countsOf(
    indices.map((index) => Math.min(Math.max(index, 0), places - 1)),
    places,
  );
}

function countsOf(indices: readonly number[], length: number): number[] {
  const counts = new Array<number>(length).fill(0);
  for (const index of indices) counts[index]!++;
  return counts;
}

/** Kernels on the grid, all of one width by Scott's rule (Scott 1992), and the prior. */
function scottKernels(places: readonly number[], weights: readonly number[], size: number): Kernels {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = places.reduce((sum, place, i) => sum + place * weights[i]!, 0) / total;
  const squares = places.reduce((sum, place, i) => sum + (place - mean) ** 2 * weights[i]!, 0);
  const deviation = Math.sqrt(squares / Math.max(1, total - 1));
  let cumulative = 0;
  const upTo = weights.map((weight) => (cumulative += weight));
  const first = upTo.findIndex((sum) => sum >= Math.floor(total / 4));
  const third = upTo.findIndex((sum) => sum > Math.floor((total * 3) / 4));
  const quartiles = places[third < 0 ? places.length - 1 : third]! - places[first]!;
  const width = 1.059 * Math.min(quartiles / 1.34, deviation) * total ** -0.2;
  const sigma = Math.max(width, 0.5 / 1.64);
  const grid = { kind: 'int', low: 0, high: size - 1, log: false, step: 1 } as const;
  const sigmas = [...places.map(() => sigma), size];
  return truncatedKernels(grid, [...places, (size - 1) / 2], sigmas, -0.5, size - 0.5);
}

/** Shares that sum to 1, the largest first; equal ones if nothing matters. */
export function normalised(raw: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sum = [...raw.values()].reduce((a, b) => a + b, 0);
  const shares = [...raw].map(([name, value]): [string, number] => [
    name,
    sum > 0 ? value / sum : 1 / raw.size,
  ]);
  return new Map(shares.sort(([, a], [, b]) => b - a));
}
