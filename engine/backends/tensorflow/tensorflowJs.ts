// Common part of all TensorFlow.js backends: networks are interpreted by networks/forward.ts, one image at a time,
// with tensors laid out (N, H, W, C). The files beside this one only load a backend and say what it is.

import * as tf from '@tensorflow/tfjs-core';
import { forward, prepareWeights } from '../../networks/forward.js';
import type { Network } from '../../networks/layers.js';
import { checkWeights } from '../../networks/parameters.js';
import type { Weights } from '../../tensors/weights.js';
import { EngineError } from '../../protocol/errors.js';
import type { Backend, LoadedNetwork, LoadOptions, Planes } from '../backend.js';
import { weightResidency, type HoldTensors, type MemoryBudget } from './weightResidency.js';
import { enterBackend, withBackendLock, leaveBackend, type StartableBackend } from './backendLock.js';

/** Backends whose id is also their name inside TensorFlow.js. */
export type TensorFlowJsId = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';

const BOUNDLESS: MemoryBudget = { budgetBytes: Infinity, bytesFor: () => 0 };

/**
 * Starts a TensorFlow.js backend and wraps it. It computes in float32 only.
 * @param load imports the packages of the backend
 * @param memory how much of it networks may take between runs
 */
export async function openTensorFlowJs(
  id: TensorFlowJsId,
  load: () => Promise<StartableBackend>,
  memory: MemoryBudget = BOUNDLESS,
): Promise<Backend> {
  tf.enableProdMode(); // no advertisement for other backends, no warnings about kernels registered twice
  const description = await enterBackend(id, load);
  const hold = weightResidency(memory);
  const loaded = new Set<LoadedNetwork>();
  let open = true;
  return {
    id,
    description,
    precisions: ['float32'],
    lanes: 1,
    async load(network, weights, options) {
      if (!open) throw new Error(`The backend "${id}" is closed; open it again before loading a network.`);
      requireFloat32(id, options);
      const entry = await loadNetwork(id, network, weights, options, hold);
      loaded.add(entry);
      return entry;
    },
    async dispose() {
      if (!open) return;
      open = false;
      for (const entry of loaded) await entry.dispose();
      await leaveBackend(id);
    },
  };
}

function requireFloat32(id: TensorFlowJsId, { precision }: LoadOptions): void {
  if (precision === 'float32') return;
  throw new EngineError(
    'usage',
    `The backend "${id}" computes in float32 only, but ${precision} was requested. ` +
      'Use --backend onnx for int8, or leave --precision at float32.',
  );
}

async function loadNetwork(
  id: TensorFlowJsId,
  network: Network,
  weights: Weights,
  { normalisation, tilePx }: LoadOptions,
  hold: HoldTensors,
): Promise<LoadedNetwork> {
  checkWeights(network, weights, { normalisation });
  const held = await withBackendLock(id, () => hold(prepareWeights(network, weights), tilePx));
  let alive = true;
  return {
    run(input) {
      return withBackendLock(id, async () => {
        if (!alive) throw new Error(`"${network.title}" was disposed of; load it again before running it.`);
        requireFitting(network, input);
        const result = computed(id, () => {
          const planes = tf.tensor3d(input.data, [input.channels, input.height, input.width]);
          const image = tf.expandDims<tf.Tensor4D>(tf.transpose(planes, [1, 2, 0]), 0);
          const output = held.use((tensors) => forward(network, tensors, image, normalisation));
          return tf.transpose(tf.squeeze<tf.Tensor3D>(output, [0]), [2, 0, 1]);
        });
        try {
          const [channels, height, width] = result.shape;
          return { channels, height, width, data: (await result.data()) as Float32Array };
        } finally {
          result.dispose();
        }
      });
    },
    dispose() {
      return withBackendLock(id, () => {
        if (alive) held.dispose();
        alive = false;
      });
    },
  };
}

/** WebAssembly gives up for good when it is out of memory: it "aborts", with a RuntimeError. */
function computed<T extends tf.TensorContainer>(id: TensorFlowJsId, compute: () => T): T {
  try {
    return tf.tidy(compute);
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'RuntimeError') throw thrown;
    throw new EngineError(
      'out-of-memory',
      `The backend "${id}" stopped computing (${thrown.message}); most likely its memory is full. ` +
        'Use smaller tiles or another backend.',
      { cause: thrown },
    );
  }
}

function requireFitting(network: Network, { channels, height, width, data }: Planes): void {
  const multiple = network.sizeMultiplePx;
  if (channels !== network.inChannels || data.length !== channels * height * width)
    throw new EngineError(
      'usage',
      `"${network.title}" takes ${network.inChannels} channels; it was given ${channels} × ${height} × ${width} ` +
        `in ${data.length} values.`,
    );
  if (height % multiple || width % multiple)
    throw new EngineError(
      'usage',
      `"${network.title}" needs a height and width that are multiples of ${multiple} px; ` +
        `it was given ${width} × ${height} px. Choose another tile size.`,
    );
}
