// Ends of a call to another process that the caller decides on: too late, or cancelled.

import type { CancelSignal } from '../protocol/progress.js';

const CHECK_EVERY_MS = 50;

export interface CallEnd {
  /** Settles when the call is too late or cancelled. */
  readonly promise: Promise<'timeout' | 'cancelled'>;
  /** Stops waiting. */
  clear(): void;
}

/** The limit begins now. */
export function callEnd(timeoutMs: number, signal: CancelSignal | undefined): CallEnd {
  let timer: NodeJS.Timeout | undefined;
  let check: NodeJS.Timeout | undefined;
  const promise = new Promise<'timeout' | 'cancelled'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeoutMs);
    if (signal) check = setInterval(() => signal.aborted && resolve('cancelled'), CHECK_EVERY_MS);
  });
  return {
    promise,
    clear() {
      clearTimeout(timer);
      clearInterval(check);
    },
  };
}

interface Handle {
  ref?(): void;
  unref?(): void;
}

/** Lets handles of a child process keep this one alive, or not: only while a call runs. */
export function keepAlive(handles: readonly (object | null | undefined)[], keeps: boolean): void {
  for (const handle of handles as readonly (Handle | null | undefined)[])
    if (keeps) handle?.ref?.();
    else handle?.unref?.();
}

/** The end of what a process has written, in one line of `most` characters. */
export function endOfOutput(text: string, most: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > most ? `…${line.slice(-most)}` : line;
}
