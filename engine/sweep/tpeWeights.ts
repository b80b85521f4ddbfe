// How many trials count as good, and how much an old one counts (Bergstra et al. 2011).

/** Newer trials than these weigh less and less the older they are. */
const FULL_WEIGHTS = 25;

/** Number of good trials among n: a tenth, at most 25. */
export function defaultGamma(n: number): number {
  return Math.min(Math.ceil(0.1 * n), 25);
}

/** Number of good trials among n for several objectives: a tenth. */
export function multiObjectiveGamma(n: number): number {
  return Math.ceil(0.1 * n);
}

/** Number of good trials among n as Hyperopt counts them: a quarter of the root, at most 25. */
export function hyperoptGamma(n: number): number {
  return Math.min(Math.ceil(0.25 * Math.sqrt(n)), 25);
}

/** Weights of n trials, the oldest first: the last 25 weigh 1, those before rise from 1/n. */
export function ageWeights(n: number): number[] {
  if (n < FULL_WEIGHTS) return new Array<number>(n).fill(1);
  const old = n - FULL_WEIGHTS;
  const ramp = Array.from({ length: old }, (_, i) =>
    old === 1 ? 1 / n : i === old - 1 ? 1 : 1 / n + (i * (1 - 1 / n)) / (old - 1),
  );
  return [...ramp, ...new Array<number>(FULL_WEIGHTS).fill(1)];
}
