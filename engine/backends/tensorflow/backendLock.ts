// Backend lock: one user of TensorFlow.js at a time. TensorFlow.js keeps its current backend in one variable of the
// whole process. Code that computes with it holds the lock, with its own backend current; the one before becomes
// current again afterwards. So several backends may be open at once, and none ever computes with another's.
//
// The lock also counts the users of a backend, so that its memory (WASM heap, GPU device) is freed with the last one.

import * as tf from '@tensorflow/tfjs-core';

/** A backend whose packages are loaded but that does not run yet. */
export interface StartableBackend {
  /** Factory of the backend, as TensorFlow.js calls it. */
  readonly start: () => tf.KernelBackend | Promise<tf.KernelBackend>;
  /** Name for people; asked after the start, when threads and devices are known. */
  readonly describe: () => string;
}

interface Lease {
  users: number;
  readonly description: string;
  /** undefined when other code, a training run or a test, had started the backend: then it is not ended here. */
  readonly start: StartableBackend['start'] | undefined;
}

let lastUse: Promise<unknown> = Promise.resolve();
const leases = new Map<string, Lease>();

/**
 * Waits for the lock and runs `work`, with `backend` as the current backend of TensorFlow.js. The lock is held until
 * the promise of `work` is settled.
 */
export function withBackendLock<T>(backend: string, work: () => T | Promise<T>): Promise<T> {
  return exclusively(async () => {
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
    return work();
  });
}

/**
 * Starts a backend, or adds a user to one that runs, and returns its description. Rejects with what `load` or the
 * start threw; then nothing is left of the attempt. Each success needs one `leaveBackend`.
 *
 * `load` imports the packages. It runs while the lock is held, since imports change the global state too.
 */
export function enterBackend(backend: string, load: () => Promise<StartableBackend>): Promise<string> {
  return exclusively(async () => {
    const lease = leases.get(backend);
    if (lease) {
      lease.users++;
      return lease.description;
    }
    const foreign = backend in tf.engine().registry; // asked first: some packages start their backend when loaded
    const { start, describe } = await load();
    if (!foreign) {
      // The backend is started here and not by setBackend, which swallows the reason of a failure.
      const instance = await start();
      if (tf.findBackendFactory(backend)) tf.removeBackend(backend);
      tf.registerBackend(backend, () => instance);
      await tf.setBackend(backend);
    }
    const description = describe();
    leases.set(backend, { users: 1, description, start: foreign ? undefined : start });
    return description;
  });
}

/** Removes a user of the backend; its memory is freed with the last one. The backend can be entered again. */
export function leaveBackend(backend: string): Promise<void> {
  return exclusively(() => {
    const lease = leases.get(backend);
    if (!lease || --lease.users > 0) return;
    leases.delete(backend);
    if (!lease.start) return;
    tf.removeBackend(backend);
    tf.registerBackend(backend, lease.start);
  });
}

function exclusively<T>(work: () => T | Promise<T>): Promise<T> {
  const use = lastUse.then(async () => {
    const previous = current();
    try {
      return await work();
    } finally {
      if (previous && previous !== current() && previous in tf.engine().registry)
        await tf.setBackend(previous);
    }
  });
  lastUse = use.catch(() => undefined); // the next user gets the lock however this one ended
  return use;
}

/** Current backend. The type says string, yet there is none before the first setBackend and after a removal. */
function current(): string | null | undefined {
  return tf.getBackend();
}
