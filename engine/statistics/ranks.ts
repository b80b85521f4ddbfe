// Ranks of numbers, and how many of them are equal.

export interface Ranks {
  /** Rank of each number from 1; equal numbers share the mean of theirs. */
  readonly ranks: readonly number[];
  /** Sizes of the groups of equal numbers, for the larger than 1. */
  readonly ties: readonly number[];
}

export function ranked(values: readonly number[]): Ranks {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  const ties: number[] = [];
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let k = from; k <= to; k++) ranks[order[k]!] = (from + to) / 2 + 1;
    if (to > from) ties.push(to - from + 1);
    from = to + 1;
  }
  return { ranks, ties };
}

/** Σ t³ − t over groups of equal numbers, by which they lower the variance of a rank sum. */
export function tieTerm(ties: readonly number[]): number {
  return ties.reduce((sum, count) => sum + count ** 3 - count, 0);
}
