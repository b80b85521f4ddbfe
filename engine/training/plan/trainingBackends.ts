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
   * Memory of a step in units of its tensors: derivatives in parts, and memory that is free but in pieces. For
   * WebAssembly measured on steps of 0.2 to 1.7 GiB (1.9 to 1.3), for others assumed.
   */
  readonly memoryFactor: number;
  /**
   * Memory in bytes that a step may use for recordings, which back-propagation needs. It changes the speed, not the
   * numbers: a network that finds no room runs forward once more.
   */
  tapeBytes(machine: TrainingMachine): number;
  /** Memory in bytes that a run may use in all, and its name for people. */
  memory(machine: TrainingMachine): TrainingMemory;
}

export interface TrainingMemory {
  readonly bytes: number;
  /** "WebAssembly", "this machine". */
  readonly of: string;
}

export interface TrainingMachine {
  /** All memory of the machine. */
  readonly memoryBytes: number;
  /** Memory that is free for a new process. */
  readonly freeBytes: number;
  /** True when the backend computes on a GPU. */
  readonly onGpu: boolean;
}

const GIB = 2 ** 30;

const ofMachine = ({ freeBytes }: TrainingMachine) => ({ bytes: freeBytes, of: 'this machine' });

export const TRAINING_BACKENDS: readonly TrainingBackend[] = [
  {
    id: 'tensorflow',
    title: 'native TensorFlow',
    composesDerivatives: false,
    memoryFactor: 1.1,
    tapeBytes: ({ memoryBytes, onGpu }) => (onGpu ? 2 * GIB : memoryBytes / 4),
    // The memory of a GPU is not known here; TensorFlow reports one that is too small.
    memory: (machine) => (machine.onGpu ? { bytes: Infinity, of: 'the GPU' } : ofMachine(machine)),
  },
  {
    id: 'webgpu',
    title: 'TensorFlow.js on WebGPU',
    composesDerivatives: false,
    memoryFactor: 1.1,
    // Weights, moments and images share the memory of the GPU.
    tapeBytes: () => GIB / 2,
    memory: () => ({ bytes: Infinity, of: 'the GPU' }),
  },
  {
    id: 'wasm',
    title: 'TensorFlow.js in WebAssembly',
    composesDerivatives: true,
    memoryFactor: 1.5,
    // Weights, moments and images share a heap of 4 GiB.
    tapeBytes: () => GIB / 2,
    memory: ({ freeBytes }) =>
      freeBytes < 4 * GIB ? { bytes: freeBytes, of: 'this machine' } : { bytes: 4 * GIB, of: 'WebAssembly' },
  },
  {
    id: 'cpu',
    title: 'TensorFlow.js in plain JavaScript',
    composesDerivatives: false,
    memoryFactor: 1.1,
    tapeBytes: ({ memoryBytes }) => memoryBytes / 4,
    memory: ofMachine,
  },
];

/** @throws EngineError `usage` for an id that no backend has, naming those that there are */
export function trainingBackend(id: string): TrainingBackend {
  const found = TRAINING_BACKENDS.find((backend) => backend.id === id);
  if (found) return found;
  const known = TRAINING_BACKENDS.map((backend) => backend.id).join(', ');
  throw new EngineError('usage', `No backend "${id}" can train; expected is one of ${known}.`);
}
