// The best trial of a study with one objective.

import { violation, type Direction, type Trial } from './trial.js';

/** Complete trial with the best value of the first objective that violates no constraint; the first of equals. */
export function bestTrial<T extends Trial>(study: {
  readonly trials: readonly T[];
  readonly directions: readonly Direction[];
}): T | undefined {
  const sign = study.directions[0] === 'maximize' ? -1 : 1;
  let best: T | undefined;
  for (const trial of study.trials) {
    const value = trial.values?.[0];
    const counts = trial.state === 'complete' && value !== undefined && !Number.isNaN(value);
    if (!counts || violation(trial) > 0) continue;
    if (!best || sign * value < sign * best.values![0]!) best = trial;
  }
  return best;
}
