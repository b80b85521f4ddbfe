// Random forest of regression trees (Breiman 2001) over parameters scaled to 0 … 1, as a model of what a sweep has
// measured. Each leaf is a box of the space, whose shape fANOVA needs.

import type { Random } from '../random/random.js';

export type Row = readonly number[];

/** Part of the space, by the ends of each dimension, where the tree predicts one value. */
export interface Leaf {
  readonly low: Row;
  readonly high: Row;
  readonly value: number;
}

export interface ForestOptions {
  readonly trees: number;
  readonly mostDepth: number;
}

const LEAST_ROWS_TO_SPLIT = 2;

/** Leaves of each tree. Every tree sees a sample of the rows, drawn with replacement. */
export function regressionForest(
  rows: readonly Row[],
  targets: readonly number[],
  random: Random,
  { trees, mostDepth }: ForestOptions,
): readonly (readonly Leaf[])[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: trees }, () => {
    const sample = rows.map(() => random.below(rows.length));
    const leaves: Leaf[] = [];
    grow(sample, new Array<number>(width).fill(0), new Array<number>(width).fill(1), 0);
    return leaves;

    function grow(members: readonly number[], low: Row, high: Row, depth: number): void {
      const split = depth < mostDepth ? bestSplit(rows, targets, members) : undefined;
      if (!split) {
        leaves.push({ low, high, value: mean(members.map((i) => targets[i]!)) });
        return;
      }
      const { dimension, at } = split;
      const isLeft = (i: number) => rows[i]![dimension]! <= at;
      grow(members.filter(isLeft), low, replaced(high, dimension, at), depth + 1);
      grow(
        members.filter((i) => !isLeft(i)),
        replaced(low, dimension, at),
        high,
        depth + 1,
      );
    }
  });
}

/** Split that lowers the sum of squares most; undefined if none does. */
function bestSplit(
  rows: readonly Row[],
  targets: readonly number[],
  members: readonly number[],
): { readonly dimension: number; readonly at: number } | undefined {
  if (members.length < LEAST_ROWS_TO_SPLIT) return undefined;
  const total = members.reduce((sum, i) => sum + targets[i]!, 0);
  let best: { readonly dimension: number; readonly at: number } | undefined;
  let most = (total * total) / members.length + 1e-12;
  for (let dimension = 0; dimension < rows[0]!.length; dimension++) {
    const sorted = [...members].sort((a, b) => rows[a]![dimension]! - rows[b]![dimension]!);
    let left = 0;
    for (let k = 0; k + 1 < sorted.length; k++) {
      left += targets[sorted[k]!]!;
      const [here, next] = [rows[sorted[k]!]![dimension]!, rows[sorted[k + 1]!]![dimension]!];
      if (here === next) continue;
      const right = total - left;
      const gain = (left * left) / (k + 1) + (right * right) / (sorted.length - k - 1);
      if (gain > most) [most, best] = [gain, { dimension, at: (here + next) / 2 }];
    }
  }
  return best;
}

function replaced(row: Row, dimension: number, value: number): Row {
  return row.map((old, i) => (i === dimension ? value : old));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
