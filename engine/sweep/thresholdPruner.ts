// Threshold pruner: prunes a trial whose value leaves a range, or is NaN.

import { KEEP, PRUNE, reportToJudge, type Looks, type Pruner } from './pruner.js';

export interface ThresholdOptions extends Looks {
  readonly lower: number;
  readonly upper: number;
}

export function thresholdPruner(given: Partial<ThresholdOptions>): Pruner {
  const options = { lower: -Infinity, upper: Infinity, warmupSteps: 0, intervalSteps: 1, ...given };
  return (_study, trial) => {
    const report = reportToJudge(trial, options);
    if (!report) return KEEP;
    return report.value >= options.lower && report.value <= options.upper ? KEEP : PRUNE;
  };
}
