// Residency of weights: which loaded networks keep their numbers in the memory of the backend. A backend with little
// memory of its own, WebAssembly with its 4 GB, cannot hold nine full-size networks and compute too. Networks that do
// not fit are kept in ordinary memory, and copied to the backend for each run.

import * as tf from '@tensorflow/tfjs-core';
import type { NetworkTensors } from '../../networks/forward.js';

export interface HeldTensors {
  /** True when the tensors stay on the backend between runs. */
  readonly resident: boolean;
  /** Gives the tensors to `work`, which must not keep them; its result belongs to the caller. */
  use<T>(work: (tensors: NetworkTensors) => T): T;
  dispose(): void;
}

/** Takes the tensors over. Their backend must be current, also when functions of the result are called. */
export type HoldTensors = (tensors: NetworkTensors, tilePx: number) => Promise<HeldTensors>;

/** Memory of a backend that networks may take while they do not run. */
export interface MemoryBudget {
  readonly budgetBytes: number;
  /** Estimate for one network of so many numbers that runs on tiles of this side. */
  readonly bytesFor: (numbers: number, tilePx: number) => number;
}

/** Weights stay on the backend in the order in which networks come, until the budget is used up. */
export function weightResidency({ budgetBytes, bytesFor }: MemoryBudget): HoldTensors {
  let takenBytes = 0;
  return async (tensors, tilePx) => {
    const numbers = Object.values(tensors).reduce((sum, { size }) => sum + size, 0);
    const bytes = bytesFor(numbers, tilePx);
    if (takenBytes + bytes > budgetBytes) return parked(tensors);
    takenBytes += bytes;
    return {
      resident: true,
      use: (work) => work(tensors),
      dispose() {
        takenBytes -= bytes;
        tf.dispose(tensors);
      },
    };
  };
}

async function parked(tensors: NetworkTensors): Promise<HeldTensors> {
  const numbers = new Map<string, { readonly shape: number[]; readonly data: Float32Array }>();
  for (const [name, tensor] of Object.entries(tensors)) {
    numbers.set(name, { shape: tensor.shape, data: (await tensor.data()) as Float32Array });
    tensor.dispose(); // one by one, so that they never exist twice
  }
  return {
    resident: false,
    use(work) {
      const moved = Object.fromEntries(
        [...numbers].map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]),
      );
      try {
        return work(moved);
      } finally {
        tf.dispose(moved);
      }
    },
    dispose: () => numbers.clear(),
  };
}
