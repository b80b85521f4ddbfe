// Numbers that look random and are the same in every run, for tests that try many thresholds.

/** Next whole number from `least` to `most`, both included. */
export type Whole = (least: number, most: number) => number;

/** A small congruential generator (Numerical Recipes' constants). */
export function seeded(seed: number): Whole {
  let state = seed >>> 0;
  return (least, most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least + 1));
  };
}
