// Wilcoxon's signed-rank test (Wilcoxon 1945), one-sided: are paired differences larger than 0? Zeros are shared between
// both signs ("zsplit"). Few differences are counted exactly, more by the normal approximation.

import { normalCdf } from './normal.js';

/** Differences up to which all signs are counted, without and with ties or zeros (as SciPy 1.17 does). */
const MOST_EXACT = 50;
const MOST_EXACT_WITH_TIES = 13;

/** Probability of differences as large as these, or larger, if there were none. @param differences at least one */
export function wilcoxonGreater(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs);
  const ranks = meanRanks(sizes);
  const n = differences.length;
  const sumOf = (chosen: (difference: number) => boolean) =>
    ranks.reduce((sum, rank, i) => (chosen(differences[i]!) ? sum + rank : sum), 0);
  const fromZeros = sumOf((difference) => difference === 0) / 2;
  const plus = sumOf((difference) => difference > 0);
  const hasTies = new Set(sizes).size < n || differences.includes(0);
  if (n > (hasTies ? MOST_EXACT_WITH_TIES : MOST_EXACT))
    return normalUpperTail(
      plus + fromZeros,
      sizes,
      differences.filter((difference) => difference === 0).length,
    );
  return exactUpperTail(
    plus,
    ranks.filter((_, i) => differences[i] !== 0),
  );
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

function normalUpperTail(sum: number, sizes: readonly number[], zeros: number): number {
  const n = sizes.length;
  const mean = (n * (n + 1)) / 4;
  const tied = new Map<number, number>();
  for (const size of sizes) if (size > 0) tied.set(size, (tied.get(size) ?? 0) + 1);
  let variance = n * (n + 1) * (2 * n + 1);
  for (const count of tied.values()) variance -= (count ** 3 - count) / 2;
  if (zeros > 0) variance -= (zeros ** 3 - zeros) / 2;
  const z = (sum - mean) / Math.sqrt(variance / 24);
  return normalCdf(-z);
}

/** Rank of each number from 1; equal numbers share the mean of theirs. */
function meanRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let k = from; k <= to; k++) ranks[order[k]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}
