// Follows a folder for its output in a notebook: sends the whole output again whenever it has changed, until nothing
// writes it any more or nobody listens. An output is small, so nothing needs to be merged on the other side.

import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 1000;

/** One look at a folder that is followed. */
export interface OutputNow<T> {
  /** Another text means that the output has changed. */
  readonly version: string;
  /** Called only if the version is another one. */
  readonly output: () => T;
  /** True if nothing writes it any more. */
  readonly isOver: boolean;
}

export interface FollowedOutput {
  readonly dispose: () => void;
  readonly ended: Promise<void>;
}

/** Looks at a folder again; each look reads what was written since the last one. */
export type LookAgain<T> = () => Promise<OutputNow<T>>;

/**
 * @param open gives the looks; undefined for a folder that is not to be followed
 * @param send resolves to false once nobody listens
 */
export function followOutput<T>(
  open: () => LookAgain<T> | Promise<LookAgain<T> | undefined>,
  send: (output: T) => PromiseLike<boolean>,
  intervalMs = INTERVAL_MS,
): FollowedOutput {
  const stopped = new AbortController();
  const follow = async (): Promise<void> => {
    const look = await open();
    if (!look) return;
    let sent: string | undefined;
    while (!stopped.signal.aborted) {
      const { version, output, isOver } = await look();
      if (stopped.signal.aborted) return;
      if (version !== sent) {
        sent = version;
        if (!(await send(output()))) return;
      }
      if (isOver) return;
      await delay(intervalMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  // A folder that cannot be read keeps the output as it was; opening it says why.
  const ended = follow().catch(() => undefined);
  return { dispose: () => stopped.abort(), ended };
}
