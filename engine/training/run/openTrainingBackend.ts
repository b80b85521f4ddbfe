// Opens the backend of a run: the one that is asked for, else native TensorFlow where it works, else WebAssembly.

import { totalmem } from 'node:os';
import type { Backend } from '../../backends/backend.js';
import { openBackend } from '../../backends/openBackend.js';
import { withBackendLock } from '../../backends/tensorflow/backendLock.js';
import { findNativeTensorFlow } from '../../backends/tensorflow/native.js';
import { composeConvolutionDerivatives } from '../model/composedDerivatives.js';
import { registerGradients } from '../model/gradients.js';
import { trainingBackend } from '../plan/trainingBackends.js';

export interface OpenTrainingBackend extends Pick<Backend, 'id' | 'description' | 'dispose'> {
  /** Memory in bytes that a step may use for recordings. */
  readonly tapeBytes: number;
  /** Does work with the backend as the current one, ready to differentiate; nothing else computes meanwhile. */
  use<T>(work: () => Promise<T>): Promise<T>;
}

/** @throws EngineError `usage` for an id that no training backend has, `backend-unavailable` if it does not start */
export async function openTrainingBackend(wanted: string | undefined): Promise<OpenTrainingBackend> {
  const asked = wanted === undefined ? undefined : trainingBackend(wanted);
  // Looking for native TensorFlow starts processes, which another backend does not need.
  const native = (asked?.id ?? 'tensorflow') === 'tensorflow' ? await findNativeTensorFlow() : undefined;
  const chosen = asked ?? trainingBackend(native?.works ? 'tensorflow' : 'wasm');
  const backend = await openBackend(chosen.id);
  return {
    id: chosen.id,
    description: backend.description,
    dispose: () => backend.dispose(),
    tapeBytes: chosen.tapeBytes({
      memoryBytes: totalmem(),
      onGpu: native?.works === true && native.gpu,
    }),
    use: (work) =>
      withBackendLock(chosen.id, () => {
        registerGradients();
        if (chosen.composesDerivatives) composeConvolutionDerivatives(chosen.id);
        return work();
      }),
  };
}
