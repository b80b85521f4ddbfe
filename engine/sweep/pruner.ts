// What a pruner is: it decides after each report whether a trial goes on. Its memory is in the trials, so that any
// worker may ask.

import type { Study } from './sampler.js';
import { lastReport, type Trial } from './trial.js';

export interface Decision {
  readonly prune: boolean;
  /** Rungs that the trial has completed by this report; they are to be stored with the trial. */
  readonly rungs?: ReadonlyMap<number, number>;
}

export type Pruner = (study: Study, trial: Trial) => Decision;

/** A pruner that may take its time. */
export type AwaitedPruner = (study: Study, trial: Trial) => Decision | Promise<Decision>;

export const KEEP: Decision = { prune: false };
export const PRUNE: Decision = { prune: true };

/** Steps at which pruners that compare curves look. */
export interface Looks {
  /** No trial is pruned before this step. */
  readonly warmupSteps: number;
  /** Of the reports in an interval only the first is looked at. */
  readonly intervalSteps: number;
}

/** The last report, if it is one to look at. */
export function reportToJudge(
  trial: Trial,
  { warmupSteps, intervalSteps }: Looks,
): { readonly step: number; readonly value: number } | undefined {
  const report = lastReport(trial);
  if (!report || report.step < warmupSteps) return undefined;
  const start = Math.floor((report.step - warmupSteps) / intervalSteps) * intervalSteps + warmupSteps;
  let before = -1;
  for (const step of trial.intermediate.keys()) if (step !== report.step && step > before) before = step;
  return before < start ? report : undefined;
}

/** Smallest or largest number that is not NaN; NaN if there is none. */
export function bestOf(values: Iterable<number>, maximise: boolean): number {
  let best = NaN;
  for (const value of values)
    if (Number.isNaN(best) || (maximise ? value > best : value < best)) best = value;
  return best;
}
