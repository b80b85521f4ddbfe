// The backends that can train, one value each; a backend that can only run networks is not among them. The options, the
// command line and a request to resume name one by its id.

import type { BackendId } from '../../protocol/backends.js';
import { EngineError } from '../../protocol/errors.js';

export interface TrainingBackend {
  readonly id: BackendId;
  /** Phrase for help and editors. */
  readonly title: string;
  /**
   * True when the derivatives of convolutions are composed of other kernels, because the package lacks the one by the
   * filter and computes the one by the input slowly.
   */
  readonly composesDerivatives: boolean;
  /**
   * Memory in bytes that a step may use for recordings, which back-propagation needs. It changes the speed, not the
   * numbers: a network that finds no room runs forward once more.
   */
  tapeBytes(machine: TrainingMachine): number;
}

export interface TrainingMachine {
  readonly memoryBytes: number;
  /** True when the backend computes on a GPU. */
  readonly onGpu: boolean;
}

const GIB = 2 ** 30;

export const TRAINING_BACKENDS: readonly TrainingBackend[] = [
  {
    id: 'tensorflow',
    title: 'native TensorFlow',
    composesDerivatives: false,
    tapeBytes: ({ memoryBytes, onGpu }) => (onGpu ? 2 * GIB : memoryBytes / 4),
  },
  {
    id: 'webgpu',
    title: 'TensorFlow.js on WebGPU',
    composesDerivatives: false,
    // Weights, moments and images share the memory of the GPU.
    tapeBytes: () => GIB / 2,
  },
  {
    id: 'wasm',
    title: 'TensorFlow.js in WebAssembly',
    composesDerivatives: true,
    // Weights, moments and images share a heap of 4 GiB.
    tapeBytes: () => GIB / 2,
  },
  {
    id: 'cpu',
    title: 'TensorFlow.js in plain JavaScript',
    composesDerivatives: false,
    tapeBytes: ({ memoryBytes }) => memoryBytes / 4,
  },
];

/** @throws EngineError `usage` for an id that no backend has, naming those that there are */
export function trainingBackend(id: string): TrainingBackend {
  const found = TRAINING_BACKENDS.find((backend) => backend.id === id);
  if (found) return found;
  const known = TRAINING_BACKENDS.map((backend) => backend.id).join(', ');
  throw new EngineError('usage', `No backend "${id}" can train; expected is one of ${known}.`);
}
