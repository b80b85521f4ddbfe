// Exporter: cells as tab-separated text.

import { cellText } from '../runlog/csvLines.js';
import { cellTableWriter, type FieldValue, type TableStyle } from './cellTable.js';
import type { Exporter } from './exporters.js';

const style: TableStyle = {
  extension: 'tsv',
  line: (values) => `${values.map(tsvField).join('\t')}\n`,
};

export const cellsAsTsv: Exporter = {
  id: 'tsv',
  title: 'Cells as TSV',
  detail: 'As CSV, with tabs.',
  ending: '.cells.tsv',
  needs: ['cells'],
  ...cellTableWriter(style),
};

/** Tabs and line breaks cannot be in a field and become spaces. */
export function tsvField(value: FieldValue): string {
  return cellText(value).replace(/[\t\r\n]/g, ' ');
}
