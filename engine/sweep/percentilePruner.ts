// Percentile pruner, of which the median pruner (Golovin et al. 2017) is the 50th: prunes a trial whose best value so
// far is worse than a percentile of what complete trials had at the same step.

import { bestOf, KEEP, PRUNE, reportToJudge, type Looks, type Pruner } from './pruner.js';

export interface PercentileOptions extends Looks {
  /** Share of trials to keep, 0 … 100. */
  readonly percentile: number;
  /** Complete trials before which none is pruned. */
  readonly startupTrials: number;
  /** Values that a step must have to be compared with. */
  readonly leastTrials: number;
}

const PERCENTILE_DEFAULTS = {
  startupTrials: 5,
  warmupSteps: 0,
  intervalSteps: 1,
  leastTrials: 1,
} as const;

export function percentilePruner(
  given: Pick<PercentileOptions, 'percentile'> & Partial<PercentileOptions>,
): Pruner {
  const options: PercentileOptions = { ...PERCENTILE_DEFAULTS, ...given };
  return ({ trials, directions }, trial) => {
    const complete = trials.filter(({ state }) => state === 'complete');
    if (complete.length === 0 || complete.length < options.startupTrials) return KEEP;
    const report = reportToJudge(trial, options);
    if (!report) return KEEP;
    const maximise = directions[0] === 'maximize';
    const best = bestOf(trial.intermediate.values(), maximise);
    if (Number.isNaN(best)) return PRUNE;
    const others = complete.flatMap(({ intermediate }) => intermediate.get(report.step) ?? []);
    if (others.length < options.leastTrials) return KEEP;
    const limit = percentile(others, maximise ? 100 - options.percentile : options.percentile);
    if (Number.isNaN(limit)) return KEEP;
    return (maximise ? best < limit : best > limit) ? PRUNE : KEEP;
  };
}

export function medianPruner(given: Partial<Omit<PercentileOptions, 'percentile'>> = {}): Pruner {
  return percentilePruner({ ...given, percentile: 50 });
}

/** Percentile of the numbers that are not NaN, linear between neighbours; NaN if there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const place = (share / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  const part = place - Math.floor(place);
  // NumPy counts from the nearer neighbour, which rounding shows.
  return part >= 0.5 ? above - (above - below) * (1 - part) : below + (above - below) * part;
}
