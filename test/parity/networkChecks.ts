// Checks that the network folders (a, b, c, j) have in common: parameters, weight files, layers. Backends run whole
// networks one image at a time. Batches, training and single layers run on the interpreter directly.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Backend, LoadedNetwork, Planes } from '../../engine/backends/backend.js';
import { openBackend } from '../../engine/backends/openBackend.js';
import { withBackendLock } from '../../engine/backends/tensorflow/backendLock.js';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import { forward, prepareVariables, storedWeights, type ForwardMode } from '../../engine/networks/forward.js';
import type { Network } from '../../engine/networks/layers.js';
import { parametersOf } from '../../engine/networks/parameters.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { asError } from '../../engine/protocol/errors.js';
import { within, type ParityCheck } from './check.js';
import { checksumError, planesOf, type Checksum, type Images } from './fixtureTensors.js';

export type TraceEntry = Checksum & { readonly module: string };

export interface StateEntry {
  readonly key: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sha256: string;
}

/** The checks of one part. An exception becomes a failed check, and the other parts still run. */
export async function* partly(
  name: string,
  checks: AsyncGenerator<ParityCheck>,
): AsyncGenerator<ParityCheck> {
  try {
    yield* checks;
  } catch (error) {
    yield within(`${name} · ran to its end`, Infinity, 0, asError(error).message);
  }
}

/** Counts the parameters of the network that are missing in the reference's list, extra, or of another shape. */
export function parameterListCheck(
  name: string,
  network: Network,
  state: readonly StateEntry[],
): ParityCheck {
  const line = (key: string, shape: readonly number[]) => `${key} [${shape.join()}]`;
  const ours = parametersOf(network).map((spec) => line(spec.name, spec.shape));
  const theirs = state.map(({ key, shape }) => line(key, shape));
  const odd = [
    ...ours.filter((entry) => !theirs.includes(entry)),
    ...theirs.filter((entry) => !ours.includes(entry)),
  ];
  return within(`${name} · parameter names and shapes`, odd.length, 0, odd.slice(0, 3).join('; '));
}

/**
 * Counts, for each listed weight file, the float tensors that are not bit for bit the reference's. A TorchScript file
 * may lack running statistics. A file that cannot be read fails its check.
 */
export async function* weightFileChecks(
  title: string,
  folder: string,
  files: Readonly<Record<string, string>>,
  state: readonly StateEntry[],
): AsyncGenerator<ParityCheck> {
  const floats = state.filter(({ dtype }) => dtype === 'float32');
  for (const file of Object.values(files))
    try {
      const { weights } = await readCheckpoint(join(folder, file));
      const odd = [
        ...floats.filter((entry) => !isEqual(entry, weights, file.endsWith('.pt'))).map(({ key }) => key),
        ...[...weights.keys()].filter((key) => !floats.some((entry) => entry.key === key)),
      ];
      yield within(`${title} · ${file}`, odd.length, 0, odd.slice(0, 3).join('; '));
    } catch (error) {
      yield within(`${title} · ${file}`, Infinity, 0, asError(error).message);
    }
}

function isEqual({ key, sha256 }: StateEntry, weights: Weights, mayLackStatistics: boolean): boolean {
  const stored = weights.get(key);
  return stored ? sha256 === sha256Of(stored.data) : mayLackStatistics && /\.running_(mean|var)$/.test(key);
}

function sha256Of(data: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
}

/** Runs networks on a backend and loads each once per normalisation; the caller closes it. */
export function networkRunner(backend: Backend, network: Network, weights: Weights) {
  const loaded = new Map<string, Promise<LoadedNetwork>>();
  const load = (normalisation: 'tile' | 'running', tilePx: number) => {
    const existing = loaded.get(normalisation);
    if (existing) return existing;
    const started = backend.load(network, weights, { normalisation, precision: 'float32', tilePx });
    loaded.set(normalisation, started);
    return started;
  };
  return {
    async run(images: Images, normalisation: 'tile' | 'running'): Promise<Planes[]> {
      const results: Planes[] = [];
      for (let i = 0; i < images.shape[0]; i++) {
        const input = planesOf(images, i);
        results.push(await (await load(normalisation, input.width)).run(input));
      }
      return results;
    },
    async close(): Promise<void> {
      for (const network of loaded.values()) await (await network).dispose();
    },
  };
}

export interface ForwardResult {
  readonly output: Images;
  /** Values of the variables after training. */
  readonly state: Weights;
}

/**
 * Runs the interpreter on TensorFlow.js in plain JavaScript, for what backends do not expose: batches, training,
 * layers.
 * @param observe gets each layer's output in the order (N, C, H, W)
 */
export async function forwardOnCpu(
  network: Network,
  weights: Weights,
  images: Images,
  mode: ForwardMode,
  observe?: (path: string, shape: readonly number[], data: Float32Array) => void,
): Promise<ForwardResult> {
  const cpu = await openBackend('cpu');
  try {
    return await withBackendLock('cpu', async () => {
      const variables = prepareVariables(network, weights);
      const planar = (y: Tensor4D) => tf.transpose(y, [0, 3, 1, 2]);
      const output = tf.tidy(() => {
        const x = tf.transpose(tf.tensor4d(images.data, images.shape as [number, number, number, number]), [0, 2, 3, 1]); // prettier-ignore
        const y = forward(network, variables, x, mode, (path, _layer, lent) => {
          if (!observe) return;
          const values = planar(lent);
          observe(path, values.shape, values.dataSync<'float32'>());
        });
        return planar(y);
      });
      const data = output.dataSync<'float32'>().slice();
      const state = await storedWeights(network, variables);
      tf.dispose([output, variables]);
      return { output: { shape: output.shape, data }, state };
    });
  } finally {
    await cpu.dispose();
  }
}

/** Compares layer by layer with a trace and names the worst layer. Rounding stays below 1e-5 of a layer's values. */
export async function traceCheck(
  name: string,
  network: Network,
  weights: Weights,
  images: Images,
  mode: 'tile' | 'running',
  trace: readonly TraceEntry[],
): Promise<ParityCheck> {
  const expected = new Map(trace.map((entry) => [entry.module, entry]));
  let worst = { error: 0, path: '' };
  const note = (error: number, path: string) => {
    if (error > worst.error) worst = { error, path };
  };
  await forwardOnCpu(network, weights, images, mode, (path, shape, data) => {
    const entry = expected.get(path);
    note(entry ? checksumError(shape, data, entry) : Infinity, entry ? path : `${path} is not in the trace`);
    expected.delete(path);
  });
  for (const missing of expected.keys()) note(Infinity, `${missing} was not computed`);
  return within(name, worst.error, 1e-4, worst.path);
}
