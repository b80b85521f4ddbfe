// Starts the thread that ends a process of plug-ins or of networks from elsewhere once it has no parent or too much memory.

import { Worker } from 'node:worker_threads';

/** Line that a process writes before it ends itself. */
export const TOO_MUCH_MEMORY = 'deepliif: memory limit';

/** Data that the thread starts with. */
export interface WatchedProcess {
  readonly parent: number;
  readonly memoryMb: number;
}

export function watchLimits(memoryMb: number): void {
  const workerData: WatchedProcess = { parent: process.ppid, memoryMb };
  const worker = new Worker(new URL('./limitsThread.js', import.meta.url), { workerData });
  worker.unref();
}
