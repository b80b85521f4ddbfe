// Table of trials for other programs: all columns that there are, in the order of the table on screen.

import { csvLines, type CsvCell } from '../../engine/runlog/csvLines.js';
import type { SweepState, TrialRow } from '../messages/sweep.js';
import type { Trials } from './trialStore.js';

/** @param order positions of the trials to write */
export function sweepCsv(
  { objectives, parameters }: Pick<SweepState, 'objectives' | 'parameters'>,
  trials: Trials,
  order: ArrayLike<number>,
): string {
  const heads = [
    ...['number', 'state', ...objectives.map(({ name }) => name), 'started', 'seconds'],
    ...parameters.map(({ name }) => name),
    ...['last_step', 'last_report', 'violation', 'retry_of', 'reason', 'run'],
  ];
  const rowOf = (trial: TrialRow): CsvCell[] => {
    const { number, state, values, startedMs, endedMs, params, reports, violation, retryOf, reason, run } =
      trial;
    const last = reports.at(-1);
    return [
      ...[number, state],
      ...objectives.map((_, i) => values?.[i]),
      startedMs === undefined ? undefined : new Date(startedMs).toISOString(),
      startedMs === undefined || endedMs === undefined ? undefined : (endedMs - startedMs) / 1000,
      ...parameters.map(({ name }) => {
        const value = params[name];
        return typeof value === 'boolean' ? String(value) : value;
      }),
      ...[last?.[0], last?.[1], violation, retryOf, reason, run],
    ];
  };
  return [...csvLines([heads, ...Array.from(order, (at) => rowOf(trials[at]!))])].join('');
}
