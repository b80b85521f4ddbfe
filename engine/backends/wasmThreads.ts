// Gets the threads of TensorFlow.js's WebAssembly going in Node. Its start code is made for browsers: it hands
// workers their program as a blob URL, which Node's workers cannot load. The package holds the same programs as
// files; while it starts, `worker_threads.Worker` is replaced by one that takes them instead.
//
// Two more habits of that start code are put right: it leaves handlers that rethrow on `process`, and a global
// `Worker`.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Worker as NodeWorker, WorkerOptions } from 'node:worker_threads';

const require = createRequire(import.meta.url);

/** The exports object that the package's `require("worker_threads")` returns, and whose properties can be set. */
const threads = require('node:worker_threads') as { Worker: typeof NodeWorker };

/**
 * Runs `start` so that the workers it creates load their programs from the package's files.
 * @throws when it has not started within `timeoutMs` or a worker dies before
 */
export async function withWorkersFromFiles<T>(start: () => T | Promise<T>, timeoutMs: number): Promise<T> {
  const programs = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '..', 'wasm-out');
  const workers: NodeWorker[] = [];
  const original = threads.Worker;
  const listeners = processListeners();
  const globals = globalThis as { Worker?: unknown };
  const globalWorker = globals.Worker;
  let fail: (reason: Error) => void;
  const failure = new Promise<never>((_, reject) => (fail = reject));

  threads.Worker = class extends original {
    constructor(program: string | URL, options?: WorkerOptions) {
      const isBlob = String(program).startsWith('blob:');
      super(isBlob ? join(programs, 'tfjs-backend-wasm-threaded-simd.worker.js') : program, options);
      workers.push(this);
      this.unref(); // idle threads must not keep the process alive
      this.on('error', (error) => fail(error));
    }

    override postMessage(message: unknown, transfer?: Parameters<NodeWorker['postMessage']>[1]): void {
      if (isLoadMessage(message))
        super.postMessage(
          { ...message, urlOrBlob: join(programs, 'tfjs-backend-wasm-threaded-simd.js') },
          transfer,
        );
      else super.postMessage(message, transfer);
    }
  };
  const timer = setTimeout(
    () => fail(new Error(`the workers did not start within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  try {
    return await Promise.race([start(), failure]);
  } catch (error) {
    for (const worker of workers) void worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    threads.Worker = original;
    if (globalWorker === undefined) delete globals.Worker;
    else globals.Worker = globalWorker;
    removeListenersBut(listeners);
  }
}

function isLoadMessage(message: unknown): message is Record<string, unknown> {
  return typeof message === 'object' && message !== null && 'cmd' in message && message.cmd === 'load';
}

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

function processListeners(): ReadonlySet<unknown> {
  return new Set(EVENTS.flatMap((event) => process.rawListeners(event) as unknown[]));
}

function removeListenersBut(kept: ReadonlySet<unknown>): void {
  for (const event of EVENTS)
    for (const listener of process.rawListeners(event))
      if (!kept.has(listener)) process.removeListener(event, listener as (...args: unknown[]) => void);
}
