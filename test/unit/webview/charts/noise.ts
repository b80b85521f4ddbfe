// Numbers that look random and are the same in every run: a linear congruence (Numerical Recipes).

/** `count` numbers in -0.5 … 0.5. */
export function noise(count: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32 - 0.5;
  });
}
