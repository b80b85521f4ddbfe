// When to start the engine again after a crash: soon at first, then later and later, and in the end not at all, since
// a crash that repeats is for a person to look at.

/** An engine that lived longer than this was fine; the crashes before it are forgotten. */
export const HEALTHY_AFTER_MS = 60_000;
const FIRST_DELAY_MS = 500;
const RESTARTS = 5;

/** 0.5, 1, 2, 4, 8 s after the first to fifth crash in a row; undefined after the sixth: give up. */
export function restartDelayMs(crashesInARow: number): number | undefined {
  return crashesInARow > RESTARTS ? undefined : FIRST_DELAY_MS * 2 ** (crashesInARow - 1);
}
