// WebAssembly: its threads in Node start, and when they cannot, one thread does the work; its means are exact.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import type * as workerThreads from 'node:worker_threads';
import type { Backend } from '../../../../engine/backends/backend.js';
import { openBackend } from '../../../../engine/backends/openBackend.js';
import { itFindsExactMeans } from '../onEveryNetwork.js';

const threads = createRequire(import.meta.url)('node:worker_threads') as { Worker: unknown } & Omit<
  typeof workerThreads,
  'Worker'
>;

describe('backend wasm', () => {
  for (const count of [1, 2, 3])
    it(`computes on ${count} thread${count > 1 ? 's' : ''} when told so, whatever the machine has`, async () => {
      const backend = await openBackend('wasm', { threads: count });
      assert.match(backend.description, new RegExp(`, ${count} threads?$`));
      await backend.dispose();
    });

  describe('in training', () => {
    let backend: Backend;
    before(async () => {
      backend = await openBackend('wasm', { threads: 1 });
    });
    after(() => backend.dispose());

    itFindsExactMeans(() => backend);
  });

  it('falls back to one thread with a notice when workers do not start', async () => {
    const original = threads.Worker;
    threads.Worker = class {
      constructor() {
        throw new Error('out of threads');
      }
    };
    const notices: string[] = [];
    try {
      const backend = await openBackend('wasm', { threads: 2, notice: (text) => notices.push(text) });
      assert.match(backend.description, /1 thread; threads did not start: out of threads/);
      assert.deepEqual(notices, ['WASM runs on one thread; threads did not start: out of threads']);
      await backend.dispose();
    } finally {
      threads.Worker = original;
    }
  });

  it('leaves the process as it was', async () => {
    const handlers = () =>
      ['uncaughtException', 'unhandledRejection'].map((event) => process.rawListeners(event as 'exit'));
    const before = handlers();
    assert.ok(before.flat().length > 0, 'mocha has handlers that could get lost');
    const { Worker } = threads;
    const cores = cpus().length;
    const backend = await openBackend('wasm', { threads: 2 });
    assert.deepEqual(handlers(), before);
    assert.equal(threads.Worker, Worker);
    assert.equal(cpus().length, cores);
    assert.equal('Worker' in globalThis, false);
    await backend.dispose();
    assert.deepEqual(handlers(), before);
  });
});
