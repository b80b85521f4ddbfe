// Trials as columns of numbers, one for each dimension that a plot can have: number, objectives, duration, parameters.
// Categories are counted from 0; a trial without a value has NaN there. Pure.

import type { ParameterValue } from '../../engine/protocol/sweeps.js';
import type { SweepParameter, SweepState, TrialRow } from '../messages/sweep.js';
import type { Trials } from './trialStore.js';

/** "number", "duration", "value:0", "param:learningRate". */
export type DimensionId = string;

export interface Dimension {
  readonly id: DimensionId;
  readonly title: string;
  /** Ends of its axis. */
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly whole: boolean;
  /** Categories; absent for numbers. */
  readonly choices?: readonly ParameterValue[];
  /** Value of each trial, by its position. */
  readonly values: Float64Array;
  /** Values of an objective, and last reports of trials that were pruned. */
  readonly reported?: Float64Array;
}

export interface Columns {
  readonly trials: Trials;
  readonly dimensions: ReadonlyMap<DimensionId, Dimension>;
  /** Ids of parameters, in the order of the configuration. */
  readonly parameters: readonly DimensionId[];
  /** Ids of objectives. */
  readonly objectives: readonly DimensionId[];
  /** 1: smaller is better. -1: larger is. By objective. */
  readonly signs: readonly (1 | -1)[];
  /** 1 for complete trials that violate no constraint and have all values. */
  readonly counts: Uint8Array;
}

export type ColumnsOf = Pick<SweepState, 'objectives' | 'parameters'>;

export const paramId = (name: string): DimensionId => `param:${name}`;
export const valueId = (objective: number): DimensionId => `value:${objective}`;

/** @param logValues objectives lie on logarithmic axes, if all their values are above 0 */
export function columnsOf(trials: Trials, { objectives, parameters }: ColumnsOf, logValues = false): Columns {
  const dimensions = new Map<DimensionId, Dimension>();
  const column = (valueOf: (trial: TrialRow) => number | null | undefined) =>
    Float64Array.from(trials, (trial) => valueOf(trial) ?? NaN);
  const add = (id: DimensionId, title: string, values: Float64Array, whole = false) =>
    dimensions.set(id, {
      id,
      title,
      values,
      whole,
      ...scaleOf(values, logValues && id.startsWith('value:')),
    });

  add(
    'number',
    'Trial',
    column(({ number }) => number),
    true,
  );
  for (const [i, { name }] of objectives.entries())
    add(
      valueId(i),
      name,
      column((trial) => (trial.state === 'complete' ? trial.values?.[i] : undefined)),
    );
  if (objectives.length === 1) {
    const value = dimensions.get(valueId(0))!;
    dimensions.set(value.id, { ...value, reported: reportedValues(trials, value.values) });
  }
  add(
    'duration',
    'Duration',
    column(({ startedMs, endedMs }) =>
      startedMs === undefined || endedMs === undefined ? undefined : (endedMs - startedMs) / 1000,
    ),
  );
  for (const parameter of parameters)
    dimensions.set(paramId(parameter.name), parameterDimension(parameter, trials));

  const counts = new Uint8Array(trials.length);
  for (const [at, { state, values, violation = 0 }] of trials.entries())
    counts[at] = Number(
      state === 'complete' && violation <= 0 && values?.every((value) => value !== null) === true,
    );
  return {
    ...{ trials, dimensions, counts },
    parameters: parameters.map(({ name }) => paramId(name)),
    objectives: objectives.map((_, i) => valueId(i)),
    signs: objectives.map(({ direction }) => (direction === 'maximize' ? -1 : 1)),
  };
}

function reportedValues(trials: Trials, values: Float64Array): Float64Array {
  const reported = Float64Array.from(values);
  for (const [at, { state, reports, values: told }] of trials.entries())
    if (state === 'pruned') reported[at] = told?.[0] ?? reports.at(-1)?.[1] ?? NaN;
  return reported;
}

function scaleOf(values: Float64Array, wantsLog: boolean): Pick<Dimension, 'low' | 'high' | 'log'> {
  const ends = endsOf(values);
  return { ...ends, log: wantsLog && ends.low > 0 };
}

function parameterDimension(parameter: SweepParameter, trials: Trials): Dimension {
  const { name, choices, log = false, step } = parameter;
  const id = paramId(name);
  if (choices) {
    const places = new Map(choices.map((choice, i) => [choice, i]));
    const values = Float64Array.from(trials, ({ params }) => placeOf(places, params[name]));
    return { id, title: name, values, choices, log: false, whole: true, low: 0, high: choices.length - 1 };
  }
  const values = Float64Array.from(trials, ({ params }) => {
    const value = params[name];
    return typeof value === 'number' ? value : NaN;
  });
  const ends = endsOf(values);
  const { low = ends.low, high = ends.high } = parameter;
  return {
    id,
    title: name,
    values,
    low,
    high,
    log: log && low > 0,
    whole: step !== undefined && step % 1 === 0,
  };
}

function placeOf(places: ReadonlyMap<ParameterValue, number>, value: ParameterValue | undefined): number {
  return value === undefined ? NaN : (places.get(value) ?? NaN);
}

/** Smallest and largest finite value; 0 and 1 if there is none. */
export function endsOf(values: Iterable<number>): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

/** Positions of the trials that count, the best first. */
export function bestFirst({ counts, dimensions, signs }: Columns, objective = 0): readonly number[] {
  const values = dimensions.get(valueId(objective))?.values;
  if (!values) return [];
  const found: number[] = [];
  for (let at = 0; at < counts.length; at++) if (counts[at] === 1) found.push(at);
  const sign = signs[objective]!;
  return found.sort((a, b) => sign * (values[a]! - values[b]!) || a - b);
}
