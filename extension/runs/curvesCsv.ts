// All curves of a run as a table for others to read (RFC 4180): a row a step or validation, every digit of every number.

import type { RunState } from '../../engine/runlog/runState.js';
import type { RunTable } from '../../engine/runlog/runTable.js';

/** Pieces of text, which together may be long. Empty where a row has no such value. */
export function* curvesCsv({ steps, validations }: RunState): Generator<string> {
  const names = [...new Set([...steps.columns.keys(), ...validations.columns.keys()])];
  yield `${['step', 'epoch', 'time', ...names].map(quoted).join(',')}\r\n`;
  let [s, v] = [0, 0];
  while (s < steps.count || v < validations.count) {
    const stepFirst = v >= validations.count || (s < steps.count && steps.step[s]! <= validations.step[v]!);
    yield stepFirst ? lineOf(steps, s++, names) : lineOf(validations, v++, names);
  }
}

function lineOf({ step, epoch, timeMs, columns }: RunTable, row: number, names: readonly string[]): string {
  const values = names.map((name) => {
    const value = columns.get(name)?.[row];
    return value === undefined || Number.isNaN(value) ? '' : String(value);
  });
  return `${[step[row]!, epoch[row]!, new Date(timeMs[row]!).toISOString(), ...values].join(',')}\r\n`;
}

function quoted(name: string): string {
  // A spreadsheet takes what begins so for a formula.
  const plain = /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
