// Work that a page waits for, such as a check or an evaluation: begun when its folders are shown, and again on demand. Later work
// takes the place of earlier one, of which nothing is heard any more.

import { asError } from '../../engine/protocol/errors.js';
import type { Progress } from '../../engine/protocol/progress.js';

/** Parameters of the work, as requests to the engine take it. */
export interface WorkControl {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

export interface Work<T> {
  readonly start: (control: WorkControl) => Promise<T>;
  readonly progress: (progress: Progress) => void;
  readonly done: (result: T) => void;
  /** Also hears of cancelled work, as its error `cancelled`. */
  readonly failed: (error: Error) => void;
}

export interface PageWork<T> {
  /** Cancels work that is under way, and begins another. */
  readonly begin: (work: Work<T>) => void;
  readonly cancel: () => void;
  /** The work that was begun last; undefined before, and after `forget`. */
  readonly latest: () => Promise<T> | undefined;
  /** Cancels for good, without a word. */
  readonly forget: () => void;
}

export function pageWork<T>(): PageWork<T> {
  let stop = new AbortController();
  let latest: Promise<T> | undefined;
  const forget = () => {
    latest = undefined;
    stop.abort();
  };
  return {
    begin({ start, progress, done, failed }) {
      forget();
      stop = new AbortController();
      const { signal } = stop;
      let isOver = false;
      const report = (now: Progress) => {
        if (!signal.aborted && !isOver) progress(now);
      };
      const own = start({ signal, report });
      latest = own;
      const settle = (tell: () => void) => {
        isOver = true;
        if (latest === own) tell();
      };
      own.then(
        (result) => settle(() => done(result)),
        (error: unknown) => settle(() => failed(asError(error))),
      );
    },
    cancel: () => stop.abort(),
    latest: () => latest,
    forget,
  };
}
