// A call of the engine from a cell: it is cancelled when the cell is interrupted, and counted, so that the interrupt
// waits for the end of a tile.

import type { Control } from '../protocol/progress.js';
import { currentExecution } from './execution.js';
import { FLAGS, type SharedFlags } from './interruptFlags.js';

export type EngineCall = <T>(
  work: (control: Control & { readonly signal?: AbortSignal }) => Promise<T>,
) => Promise<T>;

export function engineCalls(flags: SharedFlags): EngineCall {
  return async (work) => {
    const signal = currentExecution()?.signal;
    Atomics.add(flags, FLAGS.engineCalls, 1);
    try {
      return await work(signal ? { signal } : {});
    } finally {
      Atomics.sub(flags, FLAGS.engineCalls, 1);
    }
  };
}
