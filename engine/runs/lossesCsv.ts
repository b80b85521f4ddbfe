// A run's numbers as a table for others: a line for each step, with what a validation after it measured; a validation
// that no step goes with has its own.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unwritable } from '../files/unwritable.js';
import { makeBeside } from '../files/writeBeside.js';
import type { RunState } from '../runlog/runState.js';

/** Lines of a CSV (RFC 4180): step, epoch, time, then every loss, rate and metric; empty where there is none. */
export function* csvLines({ steps, validations }: RunState): Generator<string> {
  const losses = [...steps.columns];
  const metrics = [...validations.columns];
  yield `${['step', 'epoch', 'time', ...losses.map(([name]) => name), ...metrics.map(([name]) => name)].map(quoted).join(',')}\r\n`;
  const lineOf = (row: number | undefined, validation: number | undefined) => {
    const [table, at] = row === undefined ? [validations, validation!] : [steps, row];
    const cells = [
      table.step[at]!,
      table.epoch[at]!,
      new Date(table.timeMs[at]!).toISOString(),
      ...losses.map(([, column]) => (row === undefined ? '' : cell(column[row]))),
      ...metrics.map(([, column]) => (validation === undefined ? '' : cell(column[validation]))),
    ];
    return `${cells.join(',')}\r\n`;
  };
  for (let row = 0, validation = 0; row < steps.count || validation < validations.count;) {
    const step = row < steps.count ? steps.step[row]! : Infinity;
    const validated = validation < validations.count ? validations.step[validation]! : Infinity;
    yield lineOf(step <= validated ? row++ : undefined, validated <= step ? validation++ : undefined);
  }
}

/** With all digits. */
function cell(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The file is replaced as a whole. @throws EngineError `output-unwritable` */
export async function writeLossesCsv(state: RunState, file: string): Promise<void> {
  await makeBeside(file, (temporary) =>
    pipeline(Readable.from(csvLines(state)), createWriteStream(temporary, { flags: 'wx' })).catch(
      (error: unknown) => {
        throw unwritable(file, error);
      },
    ),
  );
}
