// Pareto order of several objectives, all to be minimised: ranks of non-domination, and the front (Deb et al. 2002).

import { violation, type Direction, type Trial } from './trial.js';

/** Values of one trial, one per objective; smaller is better. */
export type Losses = readonly number[];

/** True if `a` is nowhere worse than `b`, and somewhere better. */
export function dominates(a: Losses, b: Losses): boolean {
  let isBetter = false;
  for (let i = 0; i < a.length; i++) {
    if (a[i]! > b[i]!) return false;
    if (a[i]! < b[i]!) isBetter = true;
  }
  return isBetter;
}

/**
 * Rank of every point: 0 on the front, 1 on the front of the rest, and so on.
 * @param least once so many points have a rank, those of the later fronts get −1
 */
export function dominationRanks(points: readonly Losses[], least = points.length): number[] {
  const ranks = new Array<number>(points.length).fill(-1);
  // No point is dominated by a later one in lexicographic order.
  let rest = points.map((_, i) => i).sort((a, b) => lexicographic(points[a]!, points[b]!));
  for (let rank = 0; rest.length > Math.max(0, points.length - least); rank++) {
    const front: number[] = [];
    const dominated: number[] = [];
    for (const i of rest) (front.some((j) => dominates(points[j]!, points[i]!)) ? dominated : front).push(i);
    for (const i of front) ranks[i] = rank;
    rest = dominated;
  }
  return ranks;
}

/** Complete trials that no other one dominates and that violate no constraint, in the order of their numbers. */
export function paretoFront<T extends Trial>(
  trials: readonly T[],
  directions: readonly Direction[],
): readonly T[] {
  const feasible = trials.filter(
    (trial) => trial.state === 'complete' && trial.values && violation(trial) === 0,
  );
  const losses = feasible.map(({ values }) => lossesOf(values!, directions));
  const ranks = dominationRanks(losses);
  return feasible.filter((_, i) => ranks[i] === 0);
}

/** Values with those to be maximised negated. */
export function lossesOf(values: readonly number[], directions: readonly Direction[]): Losses {
  return values.map((value, i) => (directions[i] === 'maximize' ? -value : value));
}

/** Order by the first objective, then by the second, and so on. */
export function lexicographic(a: Losses, b: Losses): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
