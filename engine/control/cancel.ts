// Cancellation between tiles and steps: yields to the event loop, and stops once the request was cancelled.

import { setImmediate as nextIteration } from 'node:timers/promises';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';

/** Throws `cancelled` when the request was cancelled. */
export function throwIfCancelled({ signal }: Control): void {
  if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled. Nothing was left behind.');
}

/** Lets messages and signals arrive (a microtask would not), then throws `cancelled` when the request was cancelled. */
export async function yieldToEventLoop(control: Control): Promise<void> {
  await nextIteration();
  throwIfCancelled(control);
}

/** Time between two checks of the signal while a request only waits. */
const CHECK_EVERY_MS = 50;

/**
 * Result of the promise, or `cancelled` as soon as the request is. The work itself continues for others that await it.
 */
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
    }, CHECK_EVERY_MS);
  });
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    clearInterval(timer);
  }
}
