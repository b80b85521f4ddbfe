// Rows as a table: HTML where it can be shown, aligned text elsewhere.

import { escaped } from '../protocol/html.js';
import type { OutputBundle } from '../protocol/outputs.js';
import type { TableOptions } from './notebookApi.js';

const MOST_ROWS = 50;
const MOST_COLUMNS = 30;
/** Rows that are looked at for columns. */
const ROWS_FOR_COLUMNS = 50;
const WIDEST_LETTERS = 60;

type Row = Readonly<Record<string, unknown>>;

/** A list of objects of numbers and texts as rows, what can be called left out; undefined for any other value. */
export function plainRows(value: unknown): readonly Row[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows: Row[] = [];
  const all = value as readonly unknown[];
  for (const entry of all.slice(0, MOST_ROWS)) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
    const fields = Object.entries(entry as Row).filter(([, field]) => typeof field !== 'function');
    const simple = fields.filter(([, field]) => isSimple(field));
    // Nested values stay out of a table; an object of little else is no row.
    if (simple.length === 0 || simple.length * 2 < fields.length) return undefined;
    rows.push(Object.fromEntries(simple));
  }
  return [...rows, ...(all.slice(MOST_ROWS) as readonly Row[])];
}

function isSimple(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'undefined', 'bigint'].includes(typeof value);
}

export function tableBundle(rows: readonly object[], options: TableOptions = {}): OutputBundle {
  const { most = MOST_ROWS } = options;
  const shown = rows.slice(0, most) as readonly Row[];
  const columns = options.columns ?? columnsOf(shown);
  const texts = shown.map((row) => columns.map((column) => textOf(row[column])));
  const rest = rows.length - shown.length;
  const more = rest > 0 ? `… ${rest} more rows` : '';
  const isNumber = columns.map((column) =>
    shown.every((row) => row[column] === undefined || typeof row[column] === 'number'),
  );
  return {
    'text/html': htmlTable(columns, texts, isNumber, more),
    'text/plain': textTable(columns, texts, isNumber, more),
  };
}

function columnsOf(rows: readonly Row[]): readonly string[] {
  const names = new Set(rows.slice(0, ROWS_FOR_COLUMNS).flatMap((row) => Object.keys(row)));
  return [...names].slice(0, MOST_COLUMNS);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

function htmlTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  isNumber: readonly boolean[],
  more: string,
): string {
  const cell = (tag: 'td' | 'th') => (text: string, i: number) =>
    `<${tag}${isNumber[i] ? ' style="text-align:right"' : ''}>${escaped(text)}</${tag}>`;
  const body = rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n');
  return (
    `<table>\n<thead><tr>${columns.map(cell('th')).join('')}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>` +
    (more ? `\n<p>${more}</p>` : '')
  );
}

function textTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  isNumber: readonly boolean[],
  more: string,
): string {
  const short = (text: string) =>
    text.length > WIDEST_LETTERS ? `${text.slice(0, WIDEST_LETTERS - 1)}…` : text;
  const all = [columns, ...rows].map((row) => row.map(short));
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const lines = all.map((row) =>
    row
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...(more ? [more] : [])].join('\n');
}
