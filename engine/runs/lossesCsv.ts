// A run's numbers as a table for others: a line for each step, and what a validation after it measured.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unwritable } from '../files/unwritable.js';
import { makeBeside } from '../files/writeBeside.js';
import type { RunState } from '../protocol/runState.js';

/** Lines of a CSV (RFC 4180): step, epoch, time, then every loss, rate and metric; empty where there is none. */
export function* csvLines({ steps, validations }: RunState): Generator<string> {
  const losses = [...steps.columns];
  const metrics = [...validations.columns];
  yield `${['step', 'epoch', 'time', ...losses.map(([name]) => name), ...metrics.map(([name]) => name)].map(quoted).join(',')}\r\n`;
  let validation = 0;
  for (let row = 0; row < steps.count; row++) {
    const step = steps.step[row]!;
    while (validation < validations.count && validations.step[validation]! < step) validation++;
    const isValidated = validation < validations.count && validations.step[validation] === step;
    const cells = [
      step,
      steps.epoch[row]!,
      new Date(steps.timeMs[row]!).toISOString(),
      ...losses.map(([, column]) => cell(column[row])),
      ...metrics.map(([, column]) => (isValidated ? cell(column[validation]) : '')),
    ];
    yield `${cells.join(',')}\r\n`;
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
