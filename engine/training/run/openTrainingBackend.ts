// Opens the backend of a run: the one that is asked for, else native TensorFlow where it works, else WebAssembly.

import { totalmem } from 'node:os';
import type { Backend } from '../../backends/backend.js';
import { openBackend } from '../../backends/openBackend.js';
import { withBackendLock } from '../../backends/tensorflow/backendLock.js';
import { findNativeTensorFlow } from '../../backends/tensorflow/native.js';
import { composeConvolutionDerivatives } from '../model/composedDerivatives.js';
import { registerGradients } from '../model/gradients.js';
import { trainingBackend, type TrainingBackend, type TrainingMachine } from '../plan/trainingBackends.js';

export interface OpenTrainingBackend extends Pick<Backend, 'id' | 'description' | 'dispose'> {
  /** Memory in bytes that a step may use for recordings. */
  readonly tapeBytes: number;
  /** Does work with the backend as the current one, ready to differentiate; nothing else computes meanwhile. */
  use<T>(work: () => Promise<T>): Promise<T>;
}

/** A training backend and the machine on which it would compute. */
export interface ChosenBackend {
  readonly chosen: TrainingBackend;
  readonly machine: TrainingMachine;
}

/**
 * The backend that is asked for, else native TensorFlow where it works, else WebAssembly; it is not opened.
 * @throws EngineError `usage` for an id that no training backend has
 */
export async function chooseTrainingBackend(wanted: string | undefined): Promise<ChosenBackend> {
  const asked = wanted === undefined ? undefined : trainingBackend(wanted);
  // Looking for native TensorFlow starts processes, which another backend does not need.
  const native = (asked?.id ?? 'tensorflow') === 'tensorflow' ? await findNativeTensorFlow() : undefined;
  return {
    chosen: asked ?? trainingBackend(native?.works ? 'tensorflow' : 'wasm'),
    machine: {
      memoryBytes: totalmem(),
      freeBytes: process.availableMemory(),
      onGpu: native?.works === true && native.gpu,
    },
  };
}

/** @throws EngineError `usage` for an id that no training backend has, `backend-unavailable` if it does not start */
export async function openTrainingBackend(wanted: string | undefined): Promise<OpenTrainingBackend> {
  const { chosen, machine } = await chooseTrainingBackend(wanted);
  const backend = await openBackend(chosen.id);
  return {
    id: chosen.id,
    description: backend.description,
    dispose: () => backend.dispose(),
    tapeBytes: chosen.tapeBytes(machine),
    use: (work) =>
      withBackendLock(chosen.id, () => {
        registerGradients();
        if (chosen.composesDerivatives) composeConvolutionDerivatives(chosen.id);
        return work();
      }),
  };
}
