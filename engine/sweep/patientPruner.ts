// Patient pruner: asks another pruner only once a trial has not improved for some steps.

import { bestOf, KEEP, PRUNE, type Pruner } from './pruner.js';

/** @param wrapped pruner to ask; undefined: lost patience is reason enough. @param leastGain improvement that counts */
export function patientPruner(wrapped: Pruner | undefined, patience: number, leastGain = 0): Pruner {
  return (study, trial) => {
    const steps = [...trial.intermediate.keys()].sort((a, b) => a - b);
    if (steps.length <= patience + 1) return KEEP;
    const maximise = study.directions[0] === 'maximize';
    const bestAt = (some: readonly number[]) =>
      bestOf(
        some.map((step) => trial.intermediate.get(step)!),
        maximise,
      );
    const before = bestAt(steps.slice(0, -patience - 1));
    const after = bestAt(steps.slice(-patience - 1));
    const isStuck = maximise ? before - leastGain > after : before + leastGain < after;
    if (!isStuck) return KEEP;
    return wrapped ? wrapped(study, trial) : PRUNE;
  };
}
