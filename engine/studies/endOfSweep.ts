// When a sweep ends by itself, and why: a budget of trials or hours, or no gain for some trials.

import { bestTrial } from '../sweep/bestTrial.js';
import type { StoredStudy } from '../sweep/studyState.js';
import { isFinished } from '../sweep/trial.js';
import { DEFAULT_TRIALS } from './searchOptions.js';
import type { SweepConfig } from './sweepConfig.js';

/** Reason, a sentence for people; undefined while the sweep goes on. Waiting trials are still taken. */
export function endOfSweep(study: StoredStudy, config: SweepConfig, nowMs: number): string | undefined {
  if (study.trials.some(({ state }) => state === 'waiting')) return undefined;
  const trials = config.trials ?? DEFAULT_TRIALS;
  // Failed trials that are tried again do not count twice.
  const tried = study.trials.filter(({ systemAttrs }) => systemAttrs.failed_trial === undefined).length;
  if (tried >= trials) return `It has tried ${trials} trials, as asked.`;
  const started = study.trials[0]?.startedAt;
  if (
    config.hours !== undefined &&
    started !== undefined &&
    nowMs - Date.parse(started) > config.hours * 3_600_000
  )
    return config.hours === 1
      ? '1 hour has passed, as asked.'
      : `${config.hours} hours have passed, as asked.`;
  const patience = config.patienceTrials;
  if (patience !== undefined && study.directions.length === 1) {
    const finished = study.trials.filter(isFinished);
    const best = bestTrial(study);
    const since = best ? finished.filter(({ number }) => number > best.number).length : 0;
    if (since >= patience) return `${patience} trials in a row were no better than trial ${best!.number}.`;
  }
  return undefined;
}
