// Chooses the backend when nobody named one: the fastest that works here, by expected speed. GPUs first, but only
// real ones; then the CPU backends as measured in docs/backends.md. It also says why, in words.

import { asError, EngineError } from '../protocol/errors.js';
import type { Backend, BackendId, Precision } from './backend.js';
import { findGpuAdapter } from './gpuAdapter.js';
import { findNativeTensorFlow } from './tensorflow/native.js';
import { openBackend, type OpenOptions } from './openBackend.js';

export interface ChosenBackend {
  readonly backend: Backend;
  /** In words: "native TensorFlow is not installed; there is no GPU adapter; onnxruntime on the CPU is the fastest left". */
  readonly reason: string;
}

/** A backend that may be chosen. */
export interface Candidate {
  readonly id: BackendId;
  /** For the reason: "onnxruntime on the CPU". */
  readonly name: string;
  /** In words why it is not worth opening; undefined when it is. */
  readonly objection: () => Promise<string | undefined>;
}

/**
 * Opens the backend that is wanted, or else the best one; the caller disposes of it.
 * @throws EngineError `usage` when the wanted one lacks the precision, `backend-unavailable` when it does not run here
 */
export async function chooseBackend(
  wanted: BackendId | undefined,
  precision: Precision,
  options: OpenOptions = {},
): Promise<ChosenBackend> {
  if (!wanted) {
    await Promise.all([findNativeTensorFlow(), findGpuAdapter()]); // side by side, each takes a second or so
    return firstThatOpens(CANDIDATES, precision, (id) => openBackend(id, options));
  }
  const backend = await openBackend(wanted, options);
  if (backend.precisions.includes(precision)) return { backend, reason: 'it was asked for' };
  await backend.dispose();
  throw new EngineError(
    'usage',
    `The backend "${wanted}" computes in ${backend.precisions.join(' or ')}, not in ${precision}. ` +
      'Use --backend onnx, or another --precision.',
  );
}

/** Goes through the candidates, the fastest first. A backend that is passed over leaves a reason and nothing else. */
export async function firstThatOpens(
  candidates: readonly Candidate[],
  precision: Precision,
  open: (id: BackendId) => Promise<Backend>,
): Promise<ChosenBackend> {
  const reasons = new Set<string>(); // several candidates may lack the same GPU
  for (const { id, name, objection } of candidates) {
    const against = await objection();
    if (against) {
      reasons.add(against);
      continue;
    }
    try {
      const backend = await open(id);
      if (backend.precisions.includes(precision)) {
        const rank = reasons.size ? 'is the fastest left' : 'is the fastest';
        return { backend, reason: [...reasons, `${name} ${rank}`].join('; ') };
      }
      await backend.dispose();
      reasons.add(`${name} does not compute in ${precision}`);
    } catch (error) {
      reasons.add(`${name} does not start (${asError(error).message.replace(/\.$/, '')})`);
    }
  }
  throw new EngineError(
    'backend-unavailable',
    `No backend computes in ${precision} here: ${[...reasons].join('; ')}. "deepliif backends" lists them all.`,
  );
}

const CANDIDATES: readonly Candidate[] = [
  { id: 'tensorflow', name: 'TensorFlow on the GPU', objection: noTensorFlowOnGpu },
  { id: 'onnx-webgpu', name: 'onnxruntime on the GPU', objection: noRealGpu },
  { id: 'webgpu', name: 'TensorFlow.js on the GPU', objection: noRealGpu },
  { id: 'onnx', name: 'onnxruntime on the CPU', objection: none },
  { id: 'tensorflow', name: 'TensorFlow on the CPU', objection: noTensorFlow },
  { id: 'wasm', name: 'TensorFlow.js in WebAssembly', objection: none },
  { id: 'cpu', name: 'TensorFlow.js in plain JavaScript', objection: none },
];

function none(): Promise<undefined> {
  return Promise.resolve(undefined);
}

async function noTensorFlow(): Promise<string | undefined> {
  const native = await findNativeTensorFlow();
  return native.works ? undefined : native.reason;
}

async function noTensorFlowOnGpu(): Promise<string | undefined> {
  const native = await findNativeTensorFlow();
  if (!native.works) return native.reason;
  return native.gpu ? undefined : 'native TensorFlow finds no GPU';
}

async function noRealGpu(): Promise<string | undefined> {
  const adapter = await findGpuAdapter();
  if (!adapter.works) return adapter.reason;
  return adapter.software ? `the only GPU adapter, ${adapter.name}, is imitated on the CPU` : undefined;
}
