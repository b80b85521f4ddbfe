// A trial as samplers, pruners and importances see it: plain data, whoever stored it.

import type { Distribution } from './distributions.js';

export type TrialState = 'running' | 'complete' | 'pruned' | 'failed' | 'waiting';
export type Direction = 'minimize' | 'maximize';

export interface Trial {
  /** 0, 1, 2, … within its study. */
  readonly number: number;
  readonly state: TrialState;
  /** One per objective; undefined until it is complete. */
  readonly values?: readonly number[];
  /** Internal values, in the order of their suggestion. */
  readonly params: ReadonlyMap<string, number>;
  readonly distributions: ReadonlyMap<string, Distribution>;
  /** Step → value reported there. */
  readonly intermediate: ReadonlyMap<number, number>;
  /** Name → value; above 0 means violated. Undefined: no constraint was set. */
  readonly constraints?: ReadonlyMap<string, number>;
  /** Rung of successive halving → value with which the trial completed it. */
  readonly rungs?: ReadonlyMap<number, number>;
  /** Parameters that were decided together while the trial runs, though not all are set yet: categories by their names. */
  readonly relativeParams?: Readonly<Record<string, unknown>>;
}

/** True for a trial that came to an end which samplers learn from. */
export function isFinished({ state }: Pick<Trial, 'state'>): boolean {
  return state === 'complete' || state === 'pruned';
}

/** Sum of what violates the constraints; 0 for a trial that violates none. */
export function violation(trial: Trial): number {
  let sum = 0;
  for (const value of trial.constraints?.values() ?? []) sum += Math.max(0, value);
  return sum;
}

/** The largest step that reported a value, and that value; undefined if nothing was reported. */
export function lastReport(trial: Trial): { readonly step: number; readonly value: number } | undefined {
  let step: number | undefined;
  for (const reported of trial.intermediate.keys())
    if (step === undefined || reported > step) step = reported;
  return step === undefined ? undefined : { step, value: trial.intermediate.get(step)! };
}
