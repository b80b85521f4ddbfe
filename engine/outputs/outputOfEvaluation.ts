// Values of an evaluation → a table in a notebook: metrics of several images or models, one per row.

import { EngineError } from '../protocol/errors.js';
import {
  evaluationOutput,
  MOST_OUTPUT_BYTES,
  OUTPUT_MIMES,
  type EvaluationOutput,
  type OutputBundle,
} from '../protocol/outputs.js';
import { directionOf } from '../runlog/runMetrics.js';

/** Metrics by row and name: { "22_2.png": { dice: 0.81, model: "tiny" } }; or a whole table. */
export type EvaluationValue =
  | Readonly<Record<string, Readonly<Record<string, number | string | null | undefined>>>>
  | Omit<EvaluationOutput, 'schemaVersion' | 'notices'>;

const MOST_ROWS = 1000;
const MOST_COLUMNS = 64;

/** @throws EngineError `usage` for a value that is no such table, or too large */
export function outputOfEvaluation(value: EvaluationValue, title = 'Evaluation'): OutputBundle {
  const notices: string[] = [];
  const table = isTable(value) ? value : tableOf(value, title, notices);
  const output = evaluationOutput({ schemaVersion: 1, notices, ...table }, 'evaluation');
  if (Buffer.byteLength(JSON.stringify(output)) > MOST_OUTPUT_BYTES)
    throw new EngineError(
      'usage',
      `The table "${output.title}" has more than ${MOST_OUTPUT_BYTES} bytes as JSON. Show fewer rows or columns.`,
    );
  return { [OUTPUT_MIMES.evaluation]: output, 'text/plain': textOf(output) };
}

function isTable(value: EvaluationValue): value is Omit<EvaluationOutput, 'schemaVersion' | 'notices'> {
  return Array.isArray(value.rows) && Array.isArray(value.columns);
}

function tableOf(
  value: Exclude<EvaluationValue, { readonly rows: unknown }>,
  title: string,
  notices: string[],
): Omit<EvaluationOutput, 'schemaVersion' | 'notices'> {
  const rows = Object.entries(value as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  const names = [...new Set(rows.flatMap(([, metrics]) => Object.keys(metrics)))];
  if (rows.length > MOST_ROWS) notices.push(`${rows.length - MOST_ROWS} more rows are not shown.`);
  if (names.length > MOST_COLUMNS) notices.push(`${names.length - MOST_COLUMNS} more columns are not shown.`);
  const columns = names.slice(0, MOST_COLUMNS).map((name) => {
    const better = directionOf(name);
    return { name, ...(better ? { better } : {}) };
  });
  return {
    title,
    columns,
    rows: rows.slice(0, MOST_ROWS).map(([name, metrics]) => ({
      name,
      values: columns.map((column) => plain(metrics[column.name])),
    })),
  };
}

function plain(value: unknown): number | string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : null;
}

function textOf({ title, columns, rows }: EvaluationOutput): string {
  const lines = rows.map(({ name, values }) =>
    [
      name,
      ...values.map((value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : (value ?? '-'))),
    ].join('\t'),
  );
  return [title, ['', ...columns.map(({ name }) => name)].join('\t'), ...lines].join('\n');
}
