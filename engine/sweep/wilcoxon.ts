// Wilcoxon's signed-rank test (Wilcoxon 1945), one-sided: are paired differences larger than 0? Zeros are shared between
// both signs ("zsplit"). Exact up to 50 differences without ties and zeros, else by the normal approximation.

import { normalCdf } from './normal.js';

const MOST_EXACT = 50;

/** Probability of differences as large as these, or larger, if there were none. @param differences at least one */
export function wilcoxonGreater(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs);
  const ranks = meanRanks(sizes);
  const n = differences.length;
  let plus = 0;
  let zeros = 0;
  for (const [i, difference] of differences.entries()) {
    if (difference > 0) plus += ranks[i]!;
    else if (difference === 0) zeros += ranks[i]!;
  }
  plus += zeros / 2;
  const hasTies = new Set(sizes).size < n;
  const hasZeros = differences.includes(0);
  return n <= MOST_EXACT && !hasTies && !hasZeros
    ? exactUpperTail(plus, n)
    : normalUpperTail(plus, sizes, differences.filter((difference) => difference === 0).length);
}

/** Share of the 2ⁿ sums of signed ranks that are at least `sum`. */
function exactUpperTail(sum: number, n: number): number {
  const most = (n * (n + 1)) / 2;
  let counts = new Float64Array(most + 1);
  counts[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    const next = counts.map((count) => count / 2);
    for (let s = rank; s <= most; s++) next[s]! += counts[s - rank]! / 2;
    counts = next;
  }
  let tail = 0;
  for (let s = Math.ceil(sum); s <= most; s++) tail += counts[s]!;
  return Math.min(1, tail);
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
