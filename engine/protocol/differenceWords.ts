// Difference of two sets of results in words: how large it is, how sure, and by which test.

import { valueText, type Difference, type Metric } from './evaluations.js';

/** Probability below which a difference is called significant. */
const LEVEL = 0.05;

/** "Dice, positive cells: the other results are better by 0.034 on average (95 % interval 0.010 to 0.058, 12 images). …" */
export function differenceInWords(metric: Metric, difference: Difference): string {
  const { count, summary, pairedPValue, rankSumPValue, normalityPValue } = difference;
  const { mean, interval } = summary;
  const images = count === 1 ? '1 image' : `${count} images`;
  if (pairedPValue === null) return `${metric.title}: both sets are equal on all of ${images}.`;
  const shown = (value: number) => valueText(value, metric);
  const between = interval ? `95 % interval ${shown(interval[0])} to ${shown(interval[1])}, ` : '';
  const isBetter = metric.better === 'higher' ? mean > 0 : mean < 0;
  const size =
    mean === 0
      ? `on average as good (${between}${images})`
      : `${isBetter ? 'better' : 'worse'} by ${shown(Math.abs(mean))} on average (other − these: ${shown(mean)}, ${between}${images})`;
  const verdict =
    pairedPValue < LEVEL
      ? 'A difference like this is unlikely by chance'
      : 'A difference like this can be chance';
  const normality =
    normalityPValue === null
      ? 'there are too few images to test whether the differences are normally distributed'
      : normalityPValue < LEVEL
        ? `the differences are not normally distributed (Shapiro–Wilk, p = ${pText(normalityPValue)}), so trust ranks rather than a t test`
        : `the differences may be normally distributed (Shapiro–Wilk, p = ${pText(normalityPValue)})`;
  return (
    `${metric.title}: the other results are ${size}. ${verdict} (Wilcoxon’s signed ranks, p = ${pText(pairedPValue)}; ` +
    `rank sums without pairs, p = ${pText(rankSumPValue)}); ${normality}.`
  );
}

/** Advice below a list of such sentences. */
export const SEVERAL_TESTS =
  'Each metric is tested on its own: among many metrics, one in twenty falls below 0.05 by chance. Choose the metric before ' +
  'you look at the results.';

function pText(value: number): string {
  return value < 0.001 ? value.toExponential(1) : value.toPrecision(2);
}
