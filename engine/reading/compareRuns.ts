// Compares runs: the options in which they differ, and the values that each has reached.

import { directionOf, isBetter } from '../runlog/runMetrics.js';
import type { RunStatus } from '../runlog/runState.js';
import type { ListedRun } from './listRuns.js';
import { summaryOf, type ValueOfRun } from './runSummary.js';

export interface Comparison {
  readonly runs: readonly { readonly name: string; readonly folder: string; readonly status: RunStatus }[];
  /** Options that differ, by path: "plan.objective.lambdaL1"; a value for each run, absent ones undefined. */
  readonly differences: readonly { readonly option: string; readonly values: readonly unknown[] }[];
  /**
   * Losses and metrics that at least one run has. `winner`: index of the run with the best value;
   * undefined if no run has one, or if the name does not say which values are better.
   */
  readonly values: readonly {
    readonly name: string;
    readonly of: readonly (ValueOfRun | undefined)[];
    readonly winner: number | undefined;
  }[];
}

/** `runs`: with their whole curves, as readRun has them. */
export function compareRuns(runs: readonly ListedRun[]): Comparison {
  const summaries = runs.map(summaryOf);
  const names = distinct(
    summaries.flatMap(({ losses, metrics }) => [...Object.keys(losses), ...Object.keys(metrics)]),
  );
  return {
    runs: summaries.map(({ name, folder, status }) => ({ name, folder, status })),
    differences: differencesOf(runs.map(({ asked }) => asked)),
    values: names.map((name) => {
      const of = summaries.map(({ losses, metrics }) => metrics[name] ?? losses[name]);
      return { name, of, winner: winnerOf(name, of) };
    }),
  };
}

function winnerOf(name: string, of: readonly (ValueOfRun | undefined)[]): number | undefined {
  const direction = directionOf(name);
  if (direction === undefined) return undefined;
  let winner: number | undefined;
  of.forEach((value, i) => {
    const best = winner === undefined ? undefined : of[winner]?.best?.value;
    if (isBetter(direction, value?.best?.value, best)) winner = i;
  });
  return winner;
}

/** Leaves of the objects that are not the same in all of them, in their order there. */
export function differencesOf(
  asked: readonly Readonly<Record<string, unknown>>[],
): Comparison['differences'] {
  const leaves = asked.map((one) => new Map(leavesOf(one, '')));
  return distinct(leaves.flatMap((one) => [...one.keys()]))
    .filter((option) => option !== 'name')
    .map((option) => ({ option, values: leaves.map((one) => one.get(option)) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

/** Values of an object by their paths. Lists of plain values are leaves; those of objects are not. */
export function leavesOf(value: unknown, path = ''): [string, unknown][] {
  const isList = Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
  if (typeof value !== 'object' || value === null || isList) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
