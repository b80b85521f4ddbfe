// Quantiles of numbers, interpolated between neighbours in rank (definition 7 of Hyndman and Fan 1996).

/** @param ascending at least one number; `share` 0 … 1 */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const rank = share * (ascending.length - 1);
  const below = Math.floor(rank);
  const lower = ascending[below]!;
  const upper = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return lower + (rank - below) * (upper - lower);
}
