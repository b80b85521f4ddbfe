// The best checkpoint of a run, kept apart from the last ones: whichever followed the validation with the best metric.

import { isBetter } from '../runlog/runMetrics.js';
import { finite, stored, whole, type Shape } from '../protocol/shape.js';
import type { RunFolder } from './runFolder.js';
import { BEST } from '../reading/runCheckpoints.js';

export interface BestSoFar {
  readonly value: number;
  readonly step: number;
}

/** Of state.json. */
const bestSoFar: Shape<{ readonly best?: BestSoFar }> = stored(
  {},
  { best: stored({ value: finite, step: whole(0) }) },
);

/** Which one was the best when a checkpoint was written. @throws ShapeError for a state that is none */
export function bestOf(state: Readonly<Record<string, unknown>>): BestSoFar | undefined {
  return bestSoFar(state, 'state.json').best;
}

/** The best one after a validation: a value that is none is never better, and of equal ones the first stays. */
export function bestAfter(
  best: BestSoFar | undefined,
  metric: string,
  step: number,
  metrics: Readonly<Record<string, number | null>>,
): BestSoFar | undefined {
  const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  return isBetter(metric, value, best?.value) ? { value: value!, step } : best;
}

/**
 * The run's folder, where the checkpoint that follows the best validation is kept as "best". Which one that is goes
 * with each checkpoint, so a run that goes on compares with what was before its last one.
 * @param state of the checkpoint after which the run goes on
 */
export async function withBest(
  folder: RunFolder,
  metric: string,
  state: Readonly<Record<string, unknown>> | undefined,
  step: number,
): Promise<RunFolder> {
  let best = bestOf(state ?? {});
  // The process may have been killed between the checkpoint and its second name.
  if (state && best?.step === step) await folder.keepAs(BEST, step);
  return {
    ...folder,
    append: async (event) => {
      await folder.append(event);
      if (event.type === 'validation') best = bestAfter(best, metric, event.step, event.metrics);
    },
    checkpoint: async (at, why, checkpoint, keepLast) => {
      await folder.checkpoint(at, why, { ...checkpoint, state: { ...checkpoint.state, best } }, keepLast);
      if (why === 'epoch' && best?.step === at) await folder.keepAs(BEST, at);
    },
  };
}
