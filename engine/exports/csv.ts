// Exporter: cells as CSV (RFC 4180).

import { cellTableWriter, fieldText, type FieldValue, type TableStyle } from './cellTable.js';
import type { Exporter } from './exporters.js';

const style: TableStyle = {
  extension: 'csv',
  line: (values) => `${values.map(csvField).join(',')}\r\n`,
};

export const cellsAsCsv: Exporter = {
  id: 'csv',
  title: 'Cells as CSV',
  detail: 'One row per cell, and a data dictionary beside it.',
  ending: '.cells.csv',
  needs: ['cells'],
  ...cellTableWriter(style),
};

/** Quoted where a comma, a quote or a line break is in it. */
export function csvField(value: FieldValue): string {
  const text = fieldText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
