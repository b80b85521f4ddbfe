// Trials of a sweep as plain data for samplers and pruners of plug-ins.

import {
  externalValue,
  type Choice,
  type Distribution,
  type SearchSpace,
} from '../../sweep/distributions.js';
import { externalValues } from '../../sweep/parameters.js';
import type { Study } from '../../sweep/sampler.js';
import type { Direction, Trial, TrialState } from '../../sweep/trial.js';

export interface StudyData {
  readonly name: string;
  /** One for each objective: "minimize" or "maximize". */
  readonly directions: readonly Direction[];
  /** All trials in the order of their numbers, also those that run, failed or were pruned. */
  readonly trials: readonly TrialData[];
}

export interface TrialData {
  readonly number: number;
  /** "complete", "pruned", "failed", "running" or "waiting". */
  readonly state: TrialState;
  /** One for each objective; null until the trial has them. */
  readonly values: readonly number[] | null;
  /** Values by the names of parameters: numbers, or one of the choices. */
  readonly parameters: Readonly<Record<string, Choice>>;
  /** Value of the objective after each epoch that reported one, in the order of the epochs. */
  readonly reports: readonly { readonly epoch: number; readonly value: number }[];
}

/** What each parameter may be, by name: `{ kind: "float", low, high, log, step }`, `"int"`, or `{ kind: "categorical", choices }`. */
export type SpaceData = Readonly<Record<string, Distribution>>;

export function studyData({ name, directions, trials }: Study): StudyData {
  return { name, directions: [...directions], trials: trials.map(trialData) };
}

export function trialData({ number, state, values, params, distributions, intermediate }: Trial): TrialData {
  return {
    number,
    state,
    values: values ? [...values] : null,
    parameters: externalValues(distributions, params),
    reports: [...intermediate].map(([epoch, value]) => ({ epoch, value })).sort((a, b) => a.epoch - b.epoch),
  };
}

export function spaceData(space: SearchSpace): SpaceData {
  return Object.fromEntries(space);
}

/** "a number from 0 to 1", "one of "a", "b"" */
export function allowedInWords(distribution: Distribution): string {
  if (distribution.kind === 'categorical')
    return `one of ${distribution.choices.map((_, i) => JSON.stringify(externalValue(distribution, i))).join(', ')}`;
  const { kind, low, high, step } = distribution;
  const steps = step === null || (kind === 'int' && step === 1) ? '' : ` in steps of ${step}`;
  return `a ${kind === 'int' ? 'whole ' : ''}number from ${low} to ${high}${steps}`;
}
