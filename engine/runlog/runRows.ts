// All numbers of a run as rows of a table for others: step, epoch, time, then every loss, rate and metric. A step and
// the validation after it share a row; a validation that belongs to no step has its own.

import type { CsvCell, CsvRow } from './csvLines.js';
import type { RunState } from './runState.js';
import { valueAt, type RunTable } from './runTable.js';

/** The names of the columns first. A cell without a value is undefined, a value that is not a number is "NaN". */
export function* runRows({ steps, validations }: RunState): Generator<CsvRow> {
  const losses = [...steps.columns.keys()];
  const metrics = [...validations.columns.keys()];
  yield ['step', 'epoch', 'time', ...losses, ...metrics];
  for (let s = 0, v = 0; s < steps.count || v < validations.count;) {
    const step = s < steps.count ? steps.step[s]! : Infinity;
    const validated = v < validations.count ? validations.step[v]! : Infinity;
    const hasStep = step <= validated;
    const hasValidation = validated <= step;
    const [table, row] = hasStep ? [steps, s] : [validations, v];
    yield [
      ...[table.step[row], table.epoch[row], timeText(table.timeMs[row]!)],
      ...losses.map((name) => (hasStep ? cellOf(steps, name, s) : undefined)),
      ...metrics.map((name) => (hasValidation ? cellOf(validations, name, v) : undefined)),
    ];
    if (hasStep) s++;
    if (hasValidation) v++;
  }
}

function cellOf(table: RunTable, name: string, row: number): CsvCell {
  const value = valueAt(table, name, row);
  return Number.isNaN(value) ? 'NaN' : value;
}

function timeText(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
