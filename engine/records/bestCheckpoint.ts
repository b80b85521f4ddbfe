// The best checkpoint of a run, kept apart from the last ones as checkpoints/best: the one after the validation with the
// best metric. Each checkpoint remembers which one that is, so a resumed run compares with validations before it.

import { finite, stored, whole, type Shaped } from '../protocol/shape.js';
import { BEST } from '../reading/runCheckpoints.js';
import type { CheckpointEvent } from '../runlog/runEvents.js';
import { directionOf, isBetter } from '../runlog/runMetrics.js';
import { checkpointEvent, type RunFolder } from './runFolder.js';
import type { RunListener } from './runListener.js';

const bestSoFar = stored({ value: finite, step: whole(0) });
export type BestSoFar = Shaped<typeof bestSoFar>;

/** The field of state.json. */
const remembered = stored({}, { best: bestSoFar });

/** The best one when a checkpoint was written. @throws ShapeError for a broken state */
export function bestOf(state: Readonly<Record<string, unknown>>): BestSoFar | undefined {
  return remembered(state, 'state.json').best;
}

/**
 * The best one after a validation: a missing value is never better, and of equal ones the first stays. The smallest
 * value is the best one if the metric's name does not say which values are better.
 */
export function bestAfter(
  best: BestSoFar | undefined,
  metric: string,
  step: number,
  metrics: Readonly<Record<string, number | null>>,
): BestSoFar | undefined {
  const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  return isBetter(directionOf(metric) ?? 'lower', value, best?.value) ? { value: value!, step } : best;
}

/**
 * Keeps the checkpoint that follows the best validation as "best".
 * @param state of the checkpoint after which the run continues
 */
export function bestCheckpoint(
  folder: Pick<RunFolder, 'keepAs'>,
  metric: string,
  state: Readonly<Record<string, unknown>> = {},
): RunListener {
  let best = bestOf(state);
  return {
    hear: async (event, run) => {
      if (event.type === 'validation') best = bestAfter(best, metric, event.step, event.metrics);
      if (event.type !== 'checkpoint' || event.why !== 'epoch' || event.step !== best?.step) return;
      await folder.keepAs(BEST, event.step);
      run.emit(checkpointEvent(event.step, 'best', BEST));
    },
    remembers: () => ({ best }),
  };
}

/**
 * Names the checkpoint after which a run continues "best" again, where it is that: its process may have been killed
 * between writing it and naming it.
 * @returns the event to tell of it
 */
export async function nameBestAgain(
  folder: Pick<RunFolder, 'keepAs'>,
  state: Readonly<Record<string, unknown>> | undefined,
  step: number,
): Promise<CheckpointEvent | undefined> {
  if (!state || bestOf(state)?.step !== step) return undefined;
  await folder.keepAs(BEST, step);
  return checkpointEvent(step, 'best', BEST);
}
