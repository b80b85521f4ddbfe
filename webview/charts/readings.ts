// Values of a curve read off at one place: a number, or in words why there is none.

import { t } from '../ui/l10n.js';
import type { ChartLine } from './drawChart.js';
import { nanSince, nanWithin } from './nanRows.js';
import { countText, shortText } from './numberText.js';
import { nearestRow } from './polyline.js';

export interface Reading {
  readonly line: ChartLine;
  readonly row: number;
  readonly value: number;
  /** Words instead of the value. */
  readonly text?: string;
  /** True if the curve ends before the place. */
  readonly isPast?: boolean;
}

/**
 * The value of a line at a place; nothing for a row without one.
 * @param reach distance behind the last value within which the place still means that value
 */
export function readings(line: ChartLine, at: number, reach: number): readonly Reading[] {
  const { raw, step, ended } = line;
  const row = nearestRow(raw, at);
  if (row === undefined) return [];
  const value = raw.y[row]!;
  const since = nanSince(raw.nan, raw.count);
  if (at > raw.x[raw.count - 1]! + reach) {
    const last = countText(step[raw.count - 1]!);
    const text = ended ? t('ended at step {0}', last) : t('last value at step {0}', last);
    return [{ line, row, value, text, isPast: true }];
  }
  if (since !== undefined && row >= since)
    return [{ line, row, value, text: t('NaN since step {0}', countText(step[since]!)) }];
  if (!Number.isNaN(value)) return [{ line, row, value }];
  return nanWithin(raw.nan, row, row + 1) > 0 ? [{ line, row, value, text: 'NaN' }] : [];
}

const MOST_SPOKEN = 6;

/** The values at a place as a sentence: "Step 55: DAPI 52.3, LAP2β ended at step 40". */
export function spokenReadings(
  lines: readonly ChartLine[],
  at: number,
  reach: number,
  xFullText: (value: number) => string,
): string {
  const all = lines.flatMap((line) => readings(line, at, reach));
  const first = all.find(({ isPast }) => !isPast);
  const said = all
    .slice(0, MOST_SPOKEN)
    .map(({ line, row, value, text }) => `${line.label} ${text ?? shortText(line.smooth?.y[row] ?? value)}`);
  const more = all.length - said.length;
  return `${xFullText(first ? first.line.raw.x[first.row]! : at)}: ${[
    ...said,
    ...(more > 0 ? [t('… {0} more', more)] : []),
  ].join(', ')}`;
}
