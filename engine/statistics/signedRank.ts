// Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945). Few differences are counted exactly, more by the
// normal approximation; where the one ends and the other begins is as in SciPy 1.17.

import { normalCdf } from './normal.js';
import { ranked, tieTerm } from './ranks.js';
import type { TestResult } from './testResult.js';

/** Differences up to which all signs are counted, without and with ties or zeros. */
const MOST_EXACT = 50;
const MOST_EXACT_WITH_TIES = 13;

/**
 * Two-sided test: are paired differences as often above as below 0, by the same amounts? The statistic is the smaller sum
 * of ranks. Zeros are left out, as Wilcoxon did. Undefined if all differences are 0.
 */
export function signedRankTest(differences: readonly number[]): TestResult | undefined {
  const kept = differences.filter((difference) => difference !== 0);
  if (kept.length === 0) return undefined;
  const { plus, minus, ranks, ties } = rankSums(kept);
  const statistic = Math.min(plus, minus);
  // SciPy looks for ties and zeros in all differences.
  const isExact =
    differences.length <=
    (ties.length > 0 || kept.length < differences.length ? MOST_EXACT_WITH_TIES : MOST_EXACT);
  const tail = isExact
    ? exactUpperTail(Math.max(plus, minus), ranks)
    : normalUpperTail(Math.max(plus, minus), kept.length, tieTerm(ties));
  return { statistic, pValue: Math.min(1, 2 * tail) };
}

/**
 * One-sided test: probability of differences as large as these, or larger, if there were none. Zeros are shared between
 * both signs ("zsplit").
 *
 * @param differences at least one
 */
export function signedRankGreater(differences: readonly number[]): number {
  const { plus, fromZeros, ranks, ties, zeros } = rankSums(differences);
  const n = differences.length;
  if (n > (ties.length > 0 || zeros > 0 ? MOST_EXACT_WITH_TIES : MOST_EXACT))
    return normalUpperTail(plus + fromZeros / 2, n, tieTerm(ties));
  return exactUpperTail(
    plus,
    ranks.filter((_, i) => differences[i] !== 0),
  );
}

function rankSums(differences: readonly number[]) {
  const { ranks, ties } = ranked(differences.map(Math.abs));
  const sumOf = (chosen: (difference: number) => boolean) =>
    ranks.reduce((sum, rank, i) => (chosen(differences[i]!) ? sum + rank : sum), 0);
  return {
    ranks,
    ties,
    plus: sumOf((difference) => difference > 0),
    minus: sumOf((difference) => difference < 0),
    fromZeros: sumOf((difference) => difference === 0),
    zeros: differences.filter((difference) => difference === 0).length,
  };
}

/** Share of all choices of signs whose positive ranks sum to at least `sum`. Ranks are multiples of a half. */
function exactUpperTail(sum: number, ranks: readonly number[]): number {
  const most = ranks.reduce((total, rank) => total + 2 * rank, 0);
  let shares = new Float64Array(most + 1);
  shares[0] = 1;
  for (const rank of ranks) {
    const next = shares.map((share) => share / 2);
    for (let s = 2 * rank; s <= most; s++) next[s]! += shares[s - 2 * rank]! / 2;
    shares = next;
  }
  return Math.min(
    1,
    shares.subarray(2 * sum).reduce((total, share) => total + share, 0),
  );
}

function normalUpperTail(sum: number, n: number, tied: number): number {
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1) - tied / 2) / 24;
  return normalCdf(-(sum - mean) / Math.sqrt(variance));
}
