// Trials in two groups, the good ones and the others, from which TPE estimates l(x) and g(x) (Bergstra et al. 2011;
// Ozaki et al. 2022 for several objectives).

import { dominationRanks, lossesOf } from './domination.js';
import { largestVolumeSubset, referenceBeyond } from './hypervolume.js';
import type { Study } from './sampler.js';
import { lastReport, violation, type Direction, type Trial } from './trial.js';

export interface SplitTrials {
  readonly below: readonly Trial[];
  readonly above: readonly Trial[];
}

/**
 * Complete trials come first, by their values; then pruned ones, by how far they came; then those that violate
 * constraints. Running trials are never good. Both groups are in the order of the trials' numbers.
 */
export function splitTrials(
  trials: readonly Trial[],
  { directions }: Study,
  belowCount: number,
): SplitTrials {
  const finished = trials.filter(({ state }) => state !== 'running');
  const feasible = finished.filter((trial) => violation(trial) === 0);
  const ranked = [
    completeInOrder(feasible, directions, belowCount),
    prunedInOrder(feasible, directions[0]!),
    stableSort(
      finished.filter((trial) => violation(trial) > 0),
      (a, b) => violation(a) - violation(b),
    ),
  ].flat();
  const good = new Set(ranked.slice(0, belowCount));
  const byNumber = stableSort(trials, (a, b) => a.number - b.number);
  return { below: byNumber.filter((t) => good.has(t)), above: byNumber.filter((t) => !good.has(t)) };
}

function completeInOrder(
  feasible: readonly Trial[],
  directions: readonly Direction[],
  count: number,
): Trial[] {
  const complete = feasible.filter(({ state, values }) => state === 'complete' && values !== undefined);
  if (directions.length > 1) return frontsInOrder(complete, directions, count);
  const sign = directions[0] === 'maximize' ? -1 : 1;
  return stableSort(complete, (a, b) => sign * (a.values![0]! - b.values![0]!));
}

/** Whole fronts while they fit; of the next front those that dominate the largest volume. */
function frontsInOrder(complete: readonly Trial[], directions: readonly Direction[], count: number): Trial[] {
  const losses = complete.map(({ values }) => lossesOf(values!, directions));
  const ranks = dominationRanks(losses);
  const good: number[] = [];
  for (let rank = 0; good.length < Math.min(count, complete.length); rank++) {
    const front = ranks.flatMap((r, i) => (r === rank ? [i] : []));
    const points = front.map((i) => losses[i]!);
    const chosen = largestVolumeSubset(points, count - good.length, referenceBeyond(points));
    good.push(...chosen.map((k) => front[k]!));
  }
  const rest = complete.filter((_, i) => !good.includes(i));
  return [...good.map((i) => complete[i]!), ...rest];
}

/** The later the last report the better; at the same step by its value, and NaN last. */
function prunedInOrder(feasible: readonly Trial[], direction: Direction): Trial[] {
  const key = (trial: Trial): readonly [number, number] => {
    const report = lastReport(trial);
    if (!report) return [1, 0];
    const value = direction === 'maximize' ? -report.value : report.value;
    return [-report.step, Number.isNaN(value) ? Infinity : value];
  };
  return stableSort(
    feasible.filter(({ state }) => state === 'pruned'),
    (a, b) => {
      const [stepA, valueA] = key(a);
      const [stepB, valueB] = key(b);
      return stepA - stepB || (valueA < valueB ? -1 : valueA > valueB ? 1 : 0);
    },
  );
}

function stableSort(trials: readonly Trial[], order: (a: Trial, b: Trial) => number): Trial[] {
  return [...trials].sort((a, b) => {
    const difference = order(a, b);
    return Number.isNaN(difference) ? 0 : difference;
  });
}
