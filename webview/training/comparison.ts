// Comparison of selected runs: metrics and losses with their differences, and the keys of the configuration in which the
// runs differ. Pure; what differs comes first.

import { directionOf, isBetter, type Direction } from '../../engine/runlog/runMetrics.js';
import type { ConfigValue, RunHead } from '../messages/training.js';
import type { Series } from './chartGroups.js';

export interface ComparedSeries {
  readonly name: string;
  readonly words: string;
  readonly direction: Direction | undefined;
  /** One for each run; undefined if the run has none, NaN if it is NaN. */
  readonly values: readonly (number | undefined)[];
  /** Index of the run with the best value; undefined if the name does not say which is better, or if all are equal. */
  readonly winner: number | undefined;
  /** Largest difference relative to the size of the values, 0 … 2; 0 if all are equal. */
  readonly spread: number;
}

/** Series of the runs: metrics, then losses and others, each with those that differ most first. `valueOf`: last or best value of a series. */
export function comparedSeries(
  series: readonly Series[],
  runs: readonly RunHead[],
  valueOf: (run: RunHead, series: Series, direction: Direction | undefined) => number | undefined,
): readonly ComparedSeries[] {
  const rows = series.map((one): ComparedSeries => {
    const direction = directionOf(one.name);
    const values = runs.map((run) => valueOf(run, one, direction));
    const spread = spreadOf(values);
    return {
      ...{ name: one.name, words: one.words, direction, values, spread },
      winner: spread > 0 ? winnerOf(values, direction) : undefined,
    };
  });
  return rows
    .filter(({ values }) => values.some((value) => value !== undefined))
    .map((row, i) => ({ row, i }))
    .sort((a, b) => metricsFirst(a.row) - metricsFirst(b.row) || b.row.spread - a.row.spread || a.i - b.i)
    .map(({ row }) => row);
}

/** Metrics say more about a run than its losses. */
function metricsFirst({ direction }: ComparedSeries): number {
  return direction === 'higher' ? 0 : 1;
}

function spreadOf(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  const numbers = known.filter((value) => !Number.isNaN(value));
  if (numbers.length < known.length && known.some((value) => !Number.isNaN(value))) return 2; // NaN beside numbers
  if (numbers.length < 2) return 0;
  const [min, max] = [Math.min(...numbers), Math.max(...numbers)];
  return max === min ? 0 : (max - min) / Math.max(Math.abs(min), Math.abs(max));
}

function winnerOf(
  values: readonly (number | undefined)[],
  direction: Direction | undefined,
): number | undefined {
  if (direction === undefined) return undefined;
  let winner: number | undefined;
  values.forEach((value, i) => {
    if (isBetter(direction, value, winner === undefined ? undefined : values[winner])) winner = i;
  });
  return winner;
}

export interface ComparedKey {
  readonly key: string;
  /** One for each run; undefined where it is not set. */
  readonly values: readonly (ConfigValue | undefined)[];
}

/** Keys of the configurations, in alphabetical order: those that differ, and those that all runs share. */
export function comparedKeys(runs: readonly RunHead[]): {
  readonly differing: readonly ComparedKey[];
  readonly equal: readonly ComparedKey[];
} {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.config)))].sort();
  const all = keys.map((key) => ({
    key,
    values: runs.map(({ config }) => (Object.hasOwn(config, key) ? config[key] : undefined)),
  }));
  const differs = ({ values }: ComparedKey) => new Set(values).size > 1;
  return { differing: all.filter(differs), equal: all.filter((one) => !differs(one)) };
}
