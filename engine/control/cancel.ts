// Between tiles and steps: let others run, and stop when nobody wants the answer any more.

import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';

/** Throws `cancelled` when the request was cancelled. */
export function throwIfCancelled({ signal }: Control): void {
  if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled. Nothing was left behind.');
}

/** Gives messages and signals a chance to arrive (a microtask would not), then as above. */
export async function yieldToEventLoop(control: Control): Promise<void> {
  await turnOfTheEventLoop();
  throwIfCancelled(control);
}

/** How soon a request that only waits learns that it was cancelled. */
const LOOK_EVERY_MS = 50;

/** What the promise gives, or `cancelled` as soon as the request is; the work goes on for others that wait for it. */
export async function orCancelled<T>(promise: Promise<T>, control: Control): Promise<T> {
  throwIfCancelled(control);
  let timer: NodeJS.Timeout | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      try {
        throwIfCancelled(control);
      } catch (error) {
        reject(asError(error));
      }
    }, LOOK_EVERY_MS);
  });
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    clearInterval(timer);
  }
}
