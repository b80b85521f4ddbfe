// Selection of trials that every plot, the table and the sample tiles share: ranges of dimensions, states, the best k, or
// trials picked one by one. All conditions hold at the same time. Pure.

import type { Interval } from '../charts/openChart.js';
import { dominationRanks } from '../../engine/sweep/domination.js';
import type { TrialRow } from '../messages/sweep.js';
import { bestFirst, type Columns, type DimensionId } from './trialColumns.js';

export type { Interval };

export type TrialState = TrialRow['state'];
export const TRIAL_STATES = ['complete', 'pruned', 'running', 'waiting', 'failed'] as const;

export interface Selection {
  /** A trial passes if it lies in one of the intervals of each dimension. */
  readonly ranges: Readonly<Record<DimensionId, readonly Interval[]>>;
  /** Empty: all states. */
  readonly states: readonly TrialState[];
  /** Only the best k trials of the first objective; of several objectives the best fronts. */
  readonly best?: number;
  /** Only these trials, by number: picked in a plot that has no dimensions, or in the table. */
  readonly picked?: readonly number[];
}

export const NOTHING_SELECTED: Selection = { ranges: {}, states: [] };

export type SelectionAction =
  /** A brush: replaces the ranges of its dimensions. No intervals: the range goes. */
  | { readonly type: 'range'; readonly ranges: Readonly<Record<DimensionId, readonly Interval[]>> }
  | { readonly type: 'state'; readonly state: TrialState }
  | { readonly type: 'best'; readonly count: number | undefined }
  | { readonly type: 'pick'; readonly trials: readonly number[] | undefined }
  | { readonly type: 'clear' };

export function selectionReducer(selection: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case 'range': {
      const ranges = { ...selection.ranges };
      for (const [id, intervals] of Object.entries(action.ranges))
        if (intervals.length === 0) delete ranges[id];
        else ranges[id] = intervals.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
      return { ...selection, ranges };
    }
    case 'state': {
      const { state } = action;
      const states = selection.states.includes(state)
        ? selection.states.filter((one) => one !== state)
        : [...selection.states, state];
      return { ...selection, states: states.length === TRIAL_STATES.length ? [] : states };
    }
    case 'best': {
      const rest: { -readonly [K in keyof Selection]: Selection[K] } = { ...selection };
      delete rest.best;
      return action.count === undefined ? rest : { ...rest, best: action.count };
    }
    case 'pick': {
      const rest = notPicked(selection);
      return action.trials === undefined ? rest : { ...rest, picked: action.trials };
    }
    case 'clear':
      return NOTHING_SELECTED;
  }
}

/** The same selection, without its picked trials. */
export function notPicked(selection: Selection): Selection {
  const rest: { -readonly [K in keyof Selection]: Selection[K] } = { ...selection };
  delete rest.picked;
  return rest;
}

export function isEmpty({ ranges, states, best, picked }: Selection): boolean {
  return Object.keys(ranges).length === 0 && states.length === 0 && best === undefined && !picked;
}

/** 1 for each trial that passes, by position. */
export function passing(columns: Columns, selection: Selection): Uint8Array {
  const { trials, dimensions } = columns;
  const passes = new Uint8Array(trials.length).fill(1);
  const keep = (isKept: (at: number) => boolean) => {
    for (let at = 0; at < passes.length; at++) if (passes[at] === 1 && !isKept(at)) passes[at] = 0;
  };
  const { states, best, picked, ranges } = selection;
  if (states.length > 0) keep((at) => states.includes(trials[at]!.state));
  if (picked) {
    const numbers = new Set(picked);
    keep((at) => numbers.has(trials[at]!.number));
  }
  for (const [id, intervals] of Object.entries(ranges)) {
    // A saved range of a parameter that the sweep no longer has selects nothing out.
    const dimension = dimensions.get(id);
    const values = dimension?.reported ?? dimension?.values;
    if (values) keep((at) => intervals.some(([low, high]) => values[at]! >= low && values[at]! <= high));
  }
  if (best !== undefined) {
    const kept = new Set(bestTrials(columns, best));
    keep((at) => kept.has(at));
  }
  return passes;
}

/** Positions of the best k trials. */
function bestTrials(columns: Columns, count: number): readonly number[] {
  if (columns.objectives.length <= 1) return bestFirst(columns).slice(0, count);
  const ranked = [...frontRanks(columns, count)].filter(([, rank]) => rank >= 0);
  return ranked
    .sort(([a, first], [b, second]) => first - second || a - b)
    .slice(0, count)
    .map(([at]) => at);
}

/** Rank of non-domination by position, of trials that count; 0 is the front. `least`: see dominationRanks. */
function frontRanks({ trials, counts, signs }: Columns, least: number): ReadonlyMap<number, number> {
  const places: number[] = [];
  for (let at = 0; at < counts.length; at++) if (counts[at] === 1) places.push(at);
  const losses = places.map((at) => trials[at]!.values!.map((value, i) => signs[i]! * value!));
  const ranks = dominationRanks(losses, least);
  return new Map(places.map((at, i) => [at, ranks[i]!]));
}

/** Positions of the trials that no other one dominates. */
export function frontOf(columns: Columns): readonly number[] {
  return [...frontRanks(columns, 1)].flatMap(([at, rank]) => (rank === 0 ? [at] : []));
}
