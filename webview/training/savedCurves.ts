// The numbers of charts as CSV.

import { csvLines, type CsvRow } from '../../engine/runlog/csvLines.js';
import { nanWithin } from '../charts/nanRows.js';
import type { ChartLine } from '../charts/drawChart.js';
import type { XAxisKind } from './trainingView.js';

/** CSV text with a row for each value: series in words, abscissa, value, smoothed value, with every digit. */
export function linesCsv(
  lines: readonly Pick<ChartLine, 'words' | 'raw' | 'smooth'>[],
  axis: XAxisKind,
): string {
  const rows: CsvRow[] = [['series', axis === 'wall' ? 'time' : axis, 'value', 'smoothed']];
  for (const { words, raw, smooth } of lines)
    for (let row = 0; row < raw.count; row++) {
      const x = axis === 'wall' ? new Date(raw.x[row]!).toISOString() : raw.x[row];
      const value = nanWithin(raw.nan, row, row + 1) > 0 ? 'NaN' : raw.y[row];
      rows.push([words, x, value, smooth?.y[row]]);
    }
  return [...csvLines(rows)].join('');
}
