// All numbers of a run as rows of a table for others: step, epoch, time, then every loss, rate and metric. A step and
// the validation after it share a row; a validation that belongs to no step has its own.

import type { CsvRow } from './csvLines.js';
import type { RunState } from './runState.js';

/** The names of the columns first. A cell without a value is undefined. */
export function* runRows({ steps, validations }: RunState): Generator<CsvRow> {
  const losses = [...steps.columns];
  const metrics = [...validations.columns];
  yield ['step', 'epoch', 'time', ...[...losses, ...metrics].map(([name]) => name)];
  for (let s = 0, v = 0; s < steps.count || v < validations.count;) {
    const step = s < steps.count ? steps.step[s]! : Infinity;
    const validated = v < validations.count ? validations.step[v]! : Infinity;
    const hasStep = step <= validated;
    const hasValidation = validated <= step;
    const [table, row] = hasStep ? [steps, s] : [validations, v];
    yield [
      ...[table.step[row], table.epoch[row], timeText(table.timeMs[row]!)],
      ...losses.map(([, column]) => (hasStep ? column[s] : undefined)),
      ...metrics.map(([, column]) => (hasValidation ? column[v] : undefined)),
    ];
    if (hasStep) s++;
    if (hasValidation) v++;
  }
}

function timeText(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
