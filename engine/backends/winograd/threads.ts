// Threads that compute one convolution together; the calling thread is one of them. They share the memory of
// TensorFlow.js's WebAssembly, so that nothing is copied to them.

import { Worker } from 'node:worker_threads';
import { blocksOf, DONE, JOB, newControl, NEXT, writeJob, type ThreadSettings } from './control.js';
import { kernelModule, kernelsOn, type Kernels } from './kernels.js';
import { workOn, type Job } from './tiles.js';
import type { WasmMemory } from './webAssembly.js';

const START_TIMEOUT_MS = 20_000;
/** A block takes milliseconds; a thread that takes so long has died. */
const PATIENCE_MS = 60_000;

export interface Threads {
  readonly kernels: Kernels;
  readonly count: number;
  /** Computes it; this thread works too and waits for the others. */
  run(job: Job): void;
  close(): void;
}

/** They do not keep the process alive. @throws when they do not start */
export async function startThreads(memory: WasmMemory, count: number): Promise<Threads> {
  const module = kernelModule();
  const kernels = kernelsOn(module, memory);
  const control = newControl();
  const next = blocksOf(control);
  const helpers: Worker[] = [];
  const close = () => helpers.forEach((helper) => void helper.terminate());
  try {
    for (let thread = 1; thread < count; thread++) {
      const settings: ThreadSettings = { module, memory, control, thread };
      helpers.push(new Worker(new URL('./winogradThread.js', import.meta.url), { workerData: settings }));
    }
    await Promise.all(helpers.map(ready));
  } catch (error) {
    close();
    throw error;
  }
  return {
    kernels,
    count,
    run(job) {
      writeJob(control, job);
      Atomics.store(control, NEXT, 0);
      Atomics.store(control, DONE, 0);
      Atomics.add(control, JOB, 1);
      Atomics.notify(control, JOB);
      workOn(kernels, job, 0, next);
      for (;;) {
        const done = Atomics.load(control, DONE);
        if (done === helpers.length) return;
        if (Atomics.wait(control, DONE, done, PATIENCE_MS) === 'timed-out')
          throw new Error('A thread of the backend "wasm" no longer answers.');
      }
    },
    close,
  };
}

function ready(helper: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('threads for convolutions did not start')),
      START_TIMEOUT_MS,
    );
    helper.once('error', reject);
    helper.once('message', () => {
      clearTimeout(timer);
      helper.unref();
      resolve();
    });
  });
}
