// onnxruntime as a backend: networks are written as ONNX files in memory and run in lanes, on the CPU or through
// WebGPU.

import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { EngineError } from '../../protocol/errors.js';
import type { Backend } from '../backend.js';
import { probe } from '../probe.js';
import { startLane } from './lane.js';
import type { LaneSettings, Provider } from './laneMessages.js';
import { loadedNetwork } from './loadedNetwork.js';
import { loadFile } from './loadFile.js';
import { probeFile } from './probeFile.js';
import { stepsOf } from './steps.js';
import { workOf } from './work.js';

const require = createRequire(import.meta.url);
const PROBE_TIMEOUT_MS = 60_000;

/** Lanes beyond which more only cost memory: a tile has four translations and five segmentations. */
const MOST_LANES = 4;

export interface OnnxSettings {
  /** Networks that run at the same time. Default: one for each core, at most 4. */
  readonly lanes?: number;
  /** Threads of each. Default: the cores divided by the lanes. */
  readonly threads?: number;
}

/**
 * Opens onnxruntime. A provider that does not work on this machine is found out in a process of its own.
 * @throws EngineError `backend-unavailable` with the reason
 */
export async function openOnnxBackend(provider: Provider, settings: OnnxSettings = {}): Promise<Backend> {
  // Turns telemetry off: builds of onnxruntime report to their maker unless it is switched off before they are loaded.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const version = installedVersion();
  if (provider === 'webgpu') await requireWebGpu();
  const { lanes, threads } = provider === 'webgpu' ? { lanes: 1, threads: 1 } : divideCores(settings);
  return onLanes(provider, { provider, threads }, lanes, describe(provider, version, lanes, threads));
}

/** Single-threaded sessions side by side use the cores better than one session with several threads. */
export function divideCores({ lanes, threads }: OnnxSettings = {}): { lanes: number; threads: number } {
  const cores = availableParallelism();
  const chosen = lanes ?? Math.min(cores, MOST_LANES);
  return { lanes: chosen, threads: threads ?? Math.max(1, Math.floor(cores / chosen)) };
}

function describe(provider: Provider, version: string, lanes: number, threads: number): string {
  if (provider === 'webgpu') return `onnxruntime ${version} WebGPU`;
  const total = lanes * threads;
  return `onnxruntime ${version} CPU, ${total} ${total === 1 ? 'thread' : 'threads'}`;
}

function installedVersion(): string {
  try {
    // The package's own description of itself.
    return (require('onnxruntime-node/package.json') as { version: string }).version;
  } catch (thrown) {
    throw new EngineError(
      'backend-unavailable',
      'The npm package "onnxruntime-node" is not installed. Install it, or choose another backend.',
      { cause: thrown },
    );
  }
}

/** Tries WebGPU in a process of its own: a broken driver may kill or hang the process that asks it. */
async function requireWebGpu(): Promise<void> {
  const file = Buffer.from(probeFile()).toString('base64');
  const tried = await probe(TRY_IT, [require.resolve('onnxruntime-node'), file], PROBE_TIMEOUT_MS);
  if (tried.works && tried.value === true) return;
  throw new EngineError(
    'backend-unavailable',
    `onnxruntime's WebGPU provider does not work on this machine: ` +
      `${tried.works ? 'it computes wrongly' : tried.reason}. It needs a GPU with a Vulkan, Metal or Direct3D 12 ` +
      'driver. Choose the backend "onnx" instead.',
  );
}

/** Runs the probe's file once and prints true if the result is right. */
const TRY_IT = `
const [, ort, file] = process.argv;
const { InferenceSession, Tensor } = require(ort);
(async () => {
  const extra = { session: { disable_cpu_ep_fallback: '1' } };
  const options = { executionProviders: ['webgpu'], logSeverityLevel: 4, extra };
  const session = await InferenceSession.create(Buffer.from(file, 'base64'), options);
  const image = new Tensor('float32', new Float32Array(16).fill(2), [1, 1, 4, 4]);
  const { image_out } = await session.run({ image });
  console.log(JSON.stringify(image_out.data.length === 16 && image_out.data.every((value) => value === 6)));
  process.exit(0);
})().catch((error) => { console.error('Error: ' + error.message.split(' was false. ').at(-1)); process.exit(1); });`;

function onLanes(provider: Provider, settings: LaneSettings, count: number, description: string): Backend {
  const lanes = Array.from({ length: count }, () => ({ lane: startLane(settings), work: 0 }));
  return {
    id: provider === 'cpu' ? 'onnx' : 'onnx-webgpu',
    description,
    precisions: provider === 'cpu' ? ['float32', 'int8'] : ['float32'],
    lanes: count,
    async load(network, weights, options) {
      const steps = stepsOf(network, weights, options);
      const work = workOf(steps, options.tilePx);
      const place = lanes.reduce((least, next) => (next.work < least.work ? next : least));
      place.work += work;
      const release = () => void (place.work -= work);
      try {
        const session = await loadFile(steps, provider, place.lane, options);
        return loadedNetwork(network, place.lane, session, release);
      } catch (thrown) {
        release();
        throw thrown;
      }
    },
    dispose: async () => void (await Promise.all(lanes.map(({ lane }) => lane.close()))),
  };
}
