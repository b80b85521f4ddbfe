// Text of one of two runs that are compared side by side: JSON whose first part holds what differs.

import { differencesOf, leavesOf } from '../../engine/reading/compareRuns.js';
import { directionOf, isBetter } from '../../engine/runlog/runMetrics.js';
import { sortedJson } from './sortedJson.js';

export interface ComparedRun {
  readonly config: Readonly<Record<string, unknown>>;
  /** Last values of losses and metrics; null: NaN. */
  readonly last: Readonly<Record<string, number | null>>;
}

/**
 * Parts "1 options that differ", "2 last values", "3 options that are equal". `isRight`: the values say how far they are
 * from those of the other run.
 */
export function comparedText(run: ComparedRun, other: ComparedRun, isRight: boolean): string {
  const options = differencesOf([run.config, other.config]);
  const differs = new Set(options.map(({ option }) => option));
  const names = [...new Set([...Object.keys(run.last), ...Object.keys(other.last)])];
  const equal = leavesOf(run.config).filter(([option]) => !differs.has(option) && option !== 'name');
  return sortedJson({
    '1 options that differ': Object.fromEntries(
      options.map(({ option, values }) => [option, values[0] === undefined ? 'not set' : values[0]]),
    ),
    '2 last values': Object.fromEntries(names.map((name) => [name, valueText(name, run, other, isRight)])),
    '3 options that are equal': Object.fromEntries(equal),
  });
}

function valueText(name: string, run: ComparedRun, other: ComparedRun, isRight: boolean): unknown {
  if (!Object.hasOwn(run.last, name)) return 'none';
  const value = run.last[name];
  if (value === null || value === undefined) return 'NaN';
  const against = other.last[name];
  if (!isRight || against === null || against === undefined || against === value) return value;
  const by = Number((value - against).toPrecision(3));
  const direction = directionOf(name);
  const judged = direction === undefined ? '' : isBetter(direction, value, against) ? ', better' : ', worse';
  return `${value} (${by > 0 ? '+' : ''}${by}${judged})`;
}
