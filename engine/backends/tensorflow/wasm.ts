// TensorFlow.js in WebAssembly, with SIMD and threads. No native code of ours or others is involved, so it runs
// wherever Node does; it is the fastest backend that cannot fail to install.

import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { asError } from '../../protocol/errors.js';
import type { Backend } from '../backend.js';
import { keepingProcessHandlers, rememberProcessHandlers } from './processHandlers.js';
import type { MemoryBudget } from './weightResidency.js';
import { openTensorFlowJs } from './tensorflowJs.js';
import { startWithThreads } from './wasmThreads.js';
import { accelerate, type WasmHeap } from '../winograd/convolution.js';
import type { WasmMemory } from '../winograd/webAssembly.js';

/** The package starts this many workers at once and takes no more threads than that. */
const LARGEST_POOL = 8;
const START_TIMEOUT_MS = 20_000;
/**
 * WebAssembly has 4 GB. Images in work and a network that is copied in for a run take up to 1.2 of them. A
 * convolution keeps its filter three times over and four bytes for each of its taps at each pixel of its output;
 * measured, that is 260 MB for a full-size ResNet and 780 MB for a U-Net at 512 px. So four ResNets and two U-Nets
 * stay.
 */
const MEMORY: MemoryBudget = {
  budgetBytes: 2.8 * 2 ** 30,
  bytesFor: (numbers, tilePx) => 12 * numbers + 400 * tilePx ** 2,
};

/** Factory that the package registers when it is first imported. */
let factory: (() => tf.KernelBackend | Promise<tf.KernelBackend>) | undefined;

export interface WasmOptions {
  /** Default: the cores of this machine, 8 at most. */
  readonly threads?: number;
  /** Called when threads do not start and the backend falls back to one. */
  readonly notice?: (message: string) => void;
}

/** Needs nothing but the packages of the project. If threads do not start, it runs on one thread and reports that. */
export function openWasm(options: WasmOptions = {}): Promise<Backend> {
  const threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), LARGEST_POOL));
  return openTensorFlowJs(
    'wasm',
    async () => {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      const start = (factory ??= tf.findBackendFactory('wasm'));
      const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
      let trouble = '';
      const accelerated = (backend: WasmHeap, memory: WasmMemory) =>
        accelerate(backend, memory, threads).catch((error: unknown) =>
          options.notice?.(`WASM computes 3 × 3 convolutions the slow way: ${asError(error).message}`),
        );
      const startModule = async (): Promise<tf.KernelBackend> => {
        if (threads > 1 && simd) {
          try {
            wasm.setThreadsCount(threads);
            tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
            let memory: WasmMemory | undefined;
            const backend = await startWithThreads(
              threads,
              start,
              START_TIMEOUT_MS,
              (shared) => (memory = shared),
            );
            // Only the package makes backends of that name.
            if (memory) await accelerated(backend as WasmHeap, memory);
            return backend;
          } catch (error) {
            trouble = `; threads did not start: ${asError(error).message}`;
            options.notice?.(`WASM runs on one thread${trouble}`);
          }
        }
        wasm.setThreadsCount(1);
        tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
        return start();
      };
      return {
        async start() {
          const backend = await keepingProcessHandlers(startModule);
          const dispose = backend.dispose.bind(backend);
          backend.dispose = () => {
            const restore = rememberProcessHandlers();
            try {
              dispose();
            } catch (error) {
              // Nothing in the module works after an abort; its memory goes with the last reference.
              if (asError(error).name !== 'RuntimeError') throw error;
            } finally {
              restore();
            }
          };
          return backend;
        },
        describe() {
          const count = trouble || threads === 1 || !simd ? 1 : wasm.getThreadsCount();
          const speed = simd ? 'SIMD' : 'no SIMD';
          return `TensorFlow.js ${wasm.version_wasm} in WebAssembly, ${speed}, ${count} thread${count > 1 ? 's' : ''}${trouble}`;
        },
      };
    },
    MEMORY,
  );
}
