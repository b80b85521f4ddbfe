// TensorFlow.js keeps its current backend in one variable of the whole process. Whoever computes with it takes a
// turn: one at a time, with his backend current, and what was current before is current again afterwards. So
// several backends may be open at once and none ever computes with another's.
//
// It also counts who uses a backend, so that the memory of one (WASM heap, GPU device) goes with its last user.

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
  /** Undefined when somebody else, a training run or a test, had started the backend: then it is not ours to end. */
  readonly start: StartableBackend['start'] | undefined;
}

let lastTurn: Promise<unknown> = Promise.resolve();
const leases = new Map<string, Lease>();

/**
 * Runs `work` when all earlier turns are over, with `backend` as the current backend of TensorFlow.js. Nobody
 * else's turn begins before the promise of `work` is settled.
 */
export function withBackendLock<T>(backend: string, work: () => T | Promise<T>): Promise<T> {
  return exclusively(async () => {
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
    return work();
  });
}

/**
 * Starts a backend, or joins those who use it already, and returns its description. Rejects with what `load` or the
 * start threw; then nothing is left of the attempt. Each success needs one `leaveBackend`.
 * @param load imports the packages; inside the turn, since imports touch the global state too
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
      // Started here and not by setBackend, which swallows the reason of a failure.
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

/** Gives the backend up; the last one to leave frees its memory. It can be entered again. */
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
  const turn = lastTurn.then(async () => {
    const previous = current();
    try {
      return await work();
    } finally {
      if (previous && previous !== current() && previous in tf.engine().registry)
        await tf.setBackend(previous);
    }
  });
  lastTurn = turn.catch(() => undefined); // the next turn begins however this one ended
  return turn;
}

/** Its type says string, yet there is none before the first setBackend and after a removal. */
function current(): string | null | undefined {
  return tf.getBackend();
}
