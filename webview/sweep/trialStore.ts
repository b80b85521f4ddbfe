// Trials as the page has them: rows by number, brought up to date by messages. Pure.

import type { TrialRow, TrialsMessage } from '../messages/sweep.js';

/** Trials in the order of their numbers. A change gives another list; rows that did not change stay the same objects. */
export type Trials = readonly TrialRow[];

export function withMessage(trials: Trials, { all, rows }: Pick<TrialsMessage, 'all' | 'rows'>): Trials {
  const next = all ? [] : [...trials];
  let isSorted = true;
  for (const row of rows) {
    const at = next[row.number]?.number === row.number ? row.number : indexOf(next, row.number);
    if (at >= 0) next[at] = row;
    else {
      isSorted &&= next.length === 0 || next.at(-1)!.number < row.number;
      next.push(row);
    }
  }
  return isSorted ? next : next.sort((a, b) => a.number - b.number);
}

/** Numbers of the rows whose trial was known before, in another state or with another last report. */
export function movedOn(trials: Trials, rows: readonly TrialRow[]): readonly number[] {
  return rows
    .filter((row) => {
      const last = trials[indexOf(trials, row.number)];
      return last && (last.state !== row.state || last.reports.at(-1)?.[0] !== row.reports.at(-1)?.[0]);
    })
    .map(({ number }) => number);
}

/** Position of a trial; -1 if it is not there. */
export function indexOf(trials: Trials, number: number): number {
  if (trials[number]?.number === number) return number;
  const last = trials.at(-1);
  if (!last || last.number < number) return -1;
  return trials.findIndex((trial) => trial.number === number);
}

export type StateCounts = Readonly<Record<TrialRow['state'], number>>;

export function countStates(trials: Trials): StateCounts {
  const counts = { running: 0, complete: 0, pruned: 0, failed: 0, waiting: 0 };
  for (const { state } of trials) counts[state]++;
  return counts;
}

/** Most frequent reason of failures, and how many trials gave it. */
export function commonReason(
  trials: Trials,
): { readonly reason: string; readonly count: number } | undefined {
  const counts = new Map<string, number>();
  for (const { state, reason } of trials)
    if (state === 'failed' && reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first && { reason: first[0], count: first[1] };
}
