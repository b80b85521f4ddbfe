// Starts the thread that watches for interrupts.

import { fstatSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { InterruptWatch } from './interruptFlags.js';

/** Calls `interrupted` for each interrupt; a process without the pipe has none. */
export function watchInterrupts(watch: InterruptWatch, interrupted: () => void): void {
  try {
    fstatSync(watch.pipe);
  } catch {
    return; // started without the pipe
  }
  const worker = new Worker(new URL('./interruptThread.js', import.meta.url), { workerData: watch });
  worker.on('message', interrupted);
  worker.unref();
}
