// Exporter: cells as CSV (RFC 4180).

import { csvLine } from '../runlog/csvLines.js';
import { cellTableWriter, type TableStyle } from './cellTable.js';
import type { Exporter } from './exporters.js';

const style: TableStyle = {
  extension: 'csv',
  line: csvLine,
};

export const cellsAsCsv: Exporter = {
  id: 'csv',
  title: 'Cells as CSV',
  detail: 'One row per cell, and a data dictionary beside it.',
  ending: '.cells.csv',
  needs: ['cells'],
  ...cellTableWriter(style),
};
