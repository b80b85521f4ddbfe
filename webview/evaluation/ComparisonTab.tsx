// Difference between two sets of results: in words for the telling metrics, as a table for all.

import { useMemo } from 'preact/hooks';
import { differenceInWords, SEVERAL_TESTS } from '../../engine/protocol/differenceWords.js';
import { decimalsOf, tableMetrics, type EvaluationDocument } from '../../engine/protocol/evaluations.js';
import { ValueTable } from '../charts/ValueTable.js';
import type { ValueColumn } from '../charts/valueColumns.js';
import { t } from '../ui/l10n.js';

/** Digits of a mean of shares; means of percentage points have fewer, which the table cannot tell apart by row. */
const DECIMALS = decimalsOf('share');

export function ComparisonTab({ document }: { readonly document: EvaluationDocument }) {
  const { metrics, differences = {} } = document;
  const rows = useMemo(
    () =>
      metrics.flatMap(({ id, title }) => {
        const difference = differences[id];
        if (!difference) return [];
        const { count, summary, pairedPValue, rankSumPValue, normalityPValue } = difference;
        const [low, high] = summary.interval ?? [null, null];
        const values = [count, summary.mean, low, high, pairedPValue, rankSumPValue, normalityPValue];
        return [{ name: title, values }];
      }),
    [document],
  );
  return (
    <div class="comparison">
      <ul>
        {tableMetrics(document).map((metric) => {
          const difference = differences[metric.id];
          return difference && <li key={metric.id}>{differenceInWords(metric, difference)}</li>;
        })}
      </ul>
      <p class="note">{SEVERAL_TESTS}</p>
      <ValueTable
        label={t('Other results − these')}
        first={t('Other results − these')}
        columns={columns()}
        rows={rows}
      />
    </div>
  );
}

function columns(): readonly ValueColumn[] {
  return [
    { name: t('Images'), decimals: 0 },
    { name: t('Mean'), decimals: DECIMALS },
    { name: t('Interval from'), decimals: DECIMALS, hint: t('95 % interval of the mean by the bootstrap') },
    { name: t('to'), decimals: DECIMALS },
    { name: t('Signed ranks, p'), hint: t('Wilcoxon’s signed ranks, paired by image, two-sided') },
    { name: t('Rank sums, p'), hint: t('Rank sums without pairs, two-sided') },
    { name: t('Normality, p'), hint: t('Shapiro and Wilk’s test of the differences') },
  ];
}
