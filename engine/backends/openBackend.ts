// The door to all backends, by id. Only the packages of the one that is asked for are loaded, since some take
// seconds, and a package that is missing or broken must not disturb the others.

import { BACKEND_IDS } from '../protocol/backends.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Backend, BackendId } from './backend.js';

export interface OpenOptions {
  /** For `wasm`: default the cores of this machine, 8 at most. */
  readonly threads?: number;
  /** Told when a backend works but not as well as it should ("WASM runs on one thread; …"). */
  readonly notice?: (message: string) => void;
}

const OPENERS: Readonly<Record<BackendId, (options: OpenOptions) => Promise<Backend>>> = {
  onnx: async () => (await import('./onnx/openOnnxBackend.js')).openOnnxBackend('cpu'),
  'onnx-webgpu': async () => (await import('./onnx/openOnnxBackend.js')).openOnnxBackend('webgpu'),
  tensorflow: async () => (await import('./tensorflow/native.js')).openNative(),
  webgpu: async () => (await import('./tensorflow/webgpu.js')).openWebGpu(),
  wasm: async (options) => (await import('./tensorflow/wasm.js')).openWasm(options),
  cpu: async () => (await import('./tensorflow/cpu.js')).openCpu(),
};

/**
 * Opens the backend; whoever opens one disposes of it. Several may be open at the same time.
 * @throws EngineError `usage` for an unknown id, `backend-unavailable` with the reason when it cannot run here
 */
export async function openBackend(id: BackendId, options: OpenOptions = {}): Promise<Backend> {
  if (!Object.hasOwn(OPENERS, id))
    throw new EngineError(
      'usage',
      `There is no backend "${String(id)}". Choose one of ${BACKEND_IDS.join(', ')}.`,
    );
  try {
    return await OPENERS[id](options);
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    const message = `The backend "${id}" does not start here: ${asError(thrown).message}. Choose another backend.`;
    throw new EngineError('backend-unavailable', message, { cause: thrown });
  }
}
