// Delays before the engine starts again after a crash: short at first, then longer and longer. Repeated crashes end the
// restarts, since a person has to find their cause.

/** Life of an engine after which the crashes before it are forgotten. */
export const HEALTHY_AFTER_MS = 60_000;
const FIRST_DELAY_MS = 500;
const RESTARTS = 5;

/** 0.5, 1, 2, 4, 8 s after the first to fifth crash in a row; undefined after the sixth, to give up. */
export function restartDelayMs(crashesInARow: number): number | undefined {
  return crashesInARow > RESTARTS ? undefined : FIRST_DELAY_MS * 2 ** (crashesInARow - 1);
}
