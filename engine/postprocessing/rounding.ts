// Rounding as Python does it, because thresholds and coordinates must equal the reference's.

/** Nearest integer; a half goes to the even neighbour: 0.5 → 0, 1.5 → 2. For |value| below 2^52. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** One decimal, a half to the even neighbour: 6.25 → 6.2. For 0 … 1e6. */
export function roundToOneDecimal(value: number): number {
  // Only odd quarters are binary fractions that lie exactly half-way between two tenths.
  const halfway = Number.isInteger(value * 4) && !Number.isInteger(value * 2);
  return halfway ? roundHalfEven(value * 10) / 10 : Number(value.toFixed(1));
}
