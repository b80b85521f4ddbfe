// Between tiles and steps: let others run, and stop when nobody wants the answer any more.

import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';

/** Throws `cancelled` when the request was cancelled. */
export function throwIfCancelled({ signal }: Control): void {
  if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled. Nothing was left behind.');
}

/** Gives messages and signals a chance to arrive (a microtask would not), then as above. */
export async function breathe(control: Control): Promise<void> {
  await turnOfTheEventLoop();
  throwIfCancelled(control);
}
