// Wilcoxon pruner: prunes a trial whose values are worse, step by step, than those of the best trial. Made for steps
// that are samples of one set, such as validation tiles, in whatever order.

import { bestTrial } from './bestTrial.js';
import { KEEP, PRUNE, type Pruner } from './pruner.js';
import { signedRankGreater } from '../statistics/signedRank.js';

export interface WilcoxonOptions {
  /** Probability below which a difference is believed. */
  readonly threshold: number;
  /** Steps in common before which no trial is pruned. */
  readonly startupSteps: number;
}

export function wilcoxonPruner(given: Partial<WilcoxonOptions> = {}): Pruner {
  const { threshold, startupSteps } = { threshold: 0.1, startupSteps: 2, ...given };
  return (study, trial) => {
    const best = bestTrial(study);
    const own = [...trial.intermediate.values()];
    const theirs = [...(best?.intermediate.values() ?? [])];
    const isComparable = own.length > 0 && theirs.length > 0 && [...own, ...theirs].every(Number.isFinite);
    if (!best || !isComparable) return KEEP;
    const sign = study.directions[0] === 'maximize' ? -1 : 1;
    const worse = [...trial.intermediate].flatMap(([step, value]) => {
      const other = best.intermediate.get(step);
      return other === undefined ? [] : [sign * (value - other)];
    });
    if (worse.length < Math.max(2, startupSteps) || signedRankGreater(worse) >= threshold) return KEEP;
    // The mean has the last word: a trial with the better one is not pruned.
    return sign * mean(theirs) >= sign * mean(own) ? KEEP : PRUNE;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
