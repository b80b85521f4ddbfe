// Wilcoxon's rank-sum test of two independent samples (Mann and Whitney 1947), two-sided, as SciPy's mannwhitneyu decides
// between exact and approximate.

import { normalCdf } from './normal.js';
import { ranked, tieTerm } from './ranks.js';
import type { TestResult } from './testResult.js';

/** The smaller sample has at most so many values where all orders are counted. */
const MOST_EXACT = 8;

/**
 * Are values of one sample as often above as below those of the other? The statistic is U of the first sample: pairs in
 * which its value is the larger one, ties count half.
 *
 * @throws RangeError for an empty sample
 */
export function rankSumTest(first: readonly number[], second: readonly number[]): TestResult {
  const [n, m] = [first.length, second.length];
  if (n === 0 || m === 0) throw new RangeError('The rank-sum test needs two samples with values.');
  const { ranks, ties } = ranked([...first, ...second]);
  const statistic = ranks.slice(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  const larger = Math.max(statistic, n * m - statistic);
  if (ties.length === 0 && Math.min(n, m) <= MOST_EXACT)
    return { statistic, pValue: Math.min(1, 2 * exactUpperTail(larger, n, m)) };
  const all = n + m;
  const deviation = Math.sqrt(((n * m) / 12) * (all + 1 - tieTerm(ties) / (all * (all - 1))));
  // All values equal: nothing speaks for a difference.
  if (deviation === 0) return { statistic, pValue: 1 };
  const z = (larger - (n * m) / 2 - 0.5) / deviation;
  return { statistic, pValue: Math.min(1, 2 * normalCdf(-z)) };
}

/** Share of all orders of n and m different values whose U is at least `statistic`. */
function exactUpperTail(statistic: number, n: number, m: number): number {
  // counts[k][u]: choices of k values among those seen whose U is u; U grows by the number of others below each value.
  const most = n * m;
  const counts = Array.from({ length: n + 1 }, () => new Float64Array(most + 1));
  counts[0]![0] = 1;
  for (let seen = 0; seen < n + m; seen++)
    for (let k = Math.min(seen + 1, n); k >= 1; k--) {
      const below = seen - (k - 1);
      if (below > m) continue;
      for (let u = most; u >= below; u--) counts[k]![u]! += counts[k - 1]![u - below]!;
    }
  const all = counts[n]!.reduce((sum, count) => sum + count, 0);
  return counts[n]!.subarray(Math.ceil(statistic)).reduce((sum, count) => sum + count, 0) / all;
}
