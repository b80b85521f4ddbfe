// Tries of runs on images, as a window remembers them: the images, the last one first, with the result of each one's last
// try, beside which the next one is shown.

export interface Try {
  /** Absolute path of the image. */
  readonly image: string;
  /** Absolute path of the result. */
  readonly result: string;
}

const MOST_TRIES = 20;

/** Tries after one more. */
export function withTry(tries: readonly Try[], one: Try): readonly Try[] {
  return [one, ...tries.filter(({ image }) => image !== one.image)].slice(0, MOST_TRIES);
}

/** Name of the result, which says what it is of: "tile 2026-11-28-a step 100". */
export function tryName(image: string, run: string, step: number): string {
  return `${image} ${run} step ${step}`.replace(/[<>:"/\\|?*\p{Cc}]/gu, '-').slice(0, 120);
}
