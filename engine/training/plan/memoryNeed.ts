// Memory that a training process needs on a backend, estimated from the cost of its steps, and the comparison with the
// memory that there is.

import type { StepCost } from './stepCost.js';
import type { TrainingBackend, TrainingMachine } from './trainingBackends.js';

/** Node, the program and its libraries, and samples on their way. */
const PROGRAM_BYTES = 250 * 2 ** 20;

export interface MemoryNeed {
  /** Estimated peak of the process. */
  readonly bytes: number;
  /** Memory that it may use, and its name for people. */
  readonly limit: { readonly bytes: number; readonly of: string };
  readonly fits: boolean;
}

export function memoryNeed(
  { leastBytes, mostBytes, checkpointBytes }: StepCost,
  backend: TrainingBackend,
  machine: TrainingMachine,
): MemoryNeed {
  const recorded = Math.min(mostBytes - leastBytes, backend.tapeBytes(machine));
  const step = backend.memoryFactor * (leastBytes + recorded);
  // A checkpoint is copied out of the backend before it is written.
  const bytes = PROGRAM_BYTES + step + checkpointBytes;
  const limit = backend.memory(machine);
  const isOwn = limit.bytes < machine.freeBytes;
  return {
    bytes,
    limit,
    fits: (isOwn ? step : bytes) <= limit.bytes && (machine.onGpu || bytes <= machine.freeBytes),
  };
}
