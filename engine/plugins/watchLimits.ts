// Starts the thread that ends the process of a plug-in once it has no parent or too much memory.

import { Worker } from 'node:worker_threads';

/** Data that the thread starts with. */
export interface WatchedProcess {
  readonly parent: number;
  readonly memoryMb: number;
}

export function watchLimits(memoryMb: number): void {
  const workerData: WatchedProcess = { parent: process.ppid, memoryMb };
  const worker = new Worker(new URL('./pluginWatchThread.js', import.meta.url), { workerData });
  worker.unref();
}
