// Starts the threads of TensorFlow.js's WebAssembly in Node. Its start code is made for browsers: it hands workers
// their program as a blob URL, which Node's workers cannot load. The package also holds the same programs otherwise;
// while it starts, `worker_workerThreads.Worker` is replaced by one that takes those instead.
//
// It also counts half the logical cores as cores and takes no more threads than that; meanwhile `os.cpus` therefore
// tells it twice the threads that we want. And it leaves a global `Worker`, which is removed.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Worker as NodeWorker, WorkerOptions } from 'node:worker_threads';
import { webAssembly, type WasmMemory } from '../winograd/webAssembly.js';

const require = createRequire(import.meta.url);

/** The exports object that the package's `require("worker_threads")` returns, and whose properties can be set. */
const workerThreads = require('node:worker_threads') as { Worker: typeof NodeWorker };
const os = require('node:os') as { cpus: () => unknown };

/**
 * Runs `start`, the package's own start code, so that it gets `threads` threads (8 at most).
 * @param sharing is given the memory that the threads share
 * @throws when it has not started within `timeoutMs` or a worker dies before
 */
export async function startWithThreads<T>(
  threads: number,
  start: () => T | Promise<T>,
  timeoutMs: number,
  sharing?: (memory: WasmMemory) => void,
): Promise<T> {
  const folder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '..', 'wasm-out');
  const program = workerProgram(folder);
  const workers: NodeWorker[] = [];
  const original = workerThreads.Worker;
  const originalCpus = os.cpus;
  const globals = globalThis as { Worker?: unknown };
  const globalWorker = globals.Worker;
  let fail: (reason: Error) => void;
  const failure = new Promise<never>((_, reject) => (fail = reject));

  workerThreads.Worker = class extends original {
    constructor(source: string | URL, options?: WorkerOptions) {
      if (String(source).startsWith('blob:')) super(program, { ...options, eval: true });
      else super(source, options);
      workers.push(this);
      this.unref();
      this.on('error', (error) => fail(error));
    }

    /** Called by the package when a thread begins; but threads that wait for work must not keep the process alive. */
    override ref(): void {
      this.unref();
    }

    override postMessage(message: unknown, transfer?: Parameters<NodeWorker['postMessage']>[1]): void {
      if (isLoadMessage(message)) {
        if (message.wasmMemory instanceof webAssembly.Memory) sharing?.(message.wasmMemory);
        super.postMessage(
          { ...message, urlOrBlob: join(folder, 'tfjs-backend-wasm-threaded-simd.js') },
          transfer,
        );
      } else super.postMessage(message, transfer);
    }
  };
  os.cpus = () => new Array<unknown>(2 * threads);
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
    workerThreads.Worker = original;
    os.cpus = originalCpus;
    if (globalWorker === undefined) delete globals.Worker;
    else globals.Worker = globalWorker;
  }
}

/** A module of the package exports the text of the program; line breaks in it stand for the two characters "\\n". */
function workerProgram(folder: string): string {
  const { wasmWorkerContents } = require(join(folder, 'tfjs-backend-wasm-threaded-simd.worker.js')) as {
    readonly wasmWorkerContents: string;
  };
  return wasmWorkerContents.replaceAll('\n', '\\n');
}

function isLoadMessage(message: unknown): message is Record<string, unknown> {
  return typeof message === 'object' && message !== null && 'cmd' in message && message.cmd === 'load';
}
