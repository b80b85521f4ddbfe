// Facts about the curves of a chart that the picture alone does not tell: values that are NaN, and values that a logarithmic
// axis leaves out.

import { t } from '../ui/l10n.js';
import type { ChartLine } from './drawChart.js';
import { nanSince } from './nanRows.js';
import { countText } from './numberText.js';

const MOST_NAMED = 3;

/** Sentences below a chart; none for most charts. */
export function chartNotes(
  lines: readonly ChartLine[],
  log: { readonly x: boolean; readonly y: boolean },
): readonly string[] {
  const withNan = lines.filter(({ raw }) => (raw.nan?.count ?? 0) > 0);
  const more = withNan.length - MOST_NAMED;
  const left = lines.reduce((sum, line) => sum + leftOut(line, log), 0);
  return [
    ...withNan.slice(0, MOST_NAMED).map(nanNote),
    ...(more > 0 ? [t('{0} more series have NaN.', more)] : []),
    ...(left > 0 ? [t('Values at or below zero have no logarithm; left out: {0}.', countText(left))] : []),
  ];
}

function nanNote({ label, raw, step }: ChartLine): string {
  const since = nanSince(raw.nan, raw.count);
  return since === undefined
    ? t('{0}: NaN at {1} steps.', label, countText(raw.nan!.count))
    : t('{0}: NaN since step {1}.', label, countText(step[since]!));
}

/** Number of rows that a logarithmic axis cannot show. */
function leftOut({ raw }: ChartLine, log: { readonly x: boolean; readonly y: boolean }): number {
  const { x, y, count, pyramid } = raw;
  const { min = 1 } = log.y ? (pyramid.range(0, count) ?? {}) : {};
  const hasX = log.x && count > 0 && x[0]! <= 0;
  if (min > 0 && !hasX) return 0;
  let left = 0;
  for (let row = 0; row < count; row++) if ((log.y && y[row]! <= 0) || (log.x && x[row]! <= 0)) left++;
  return left;
}
