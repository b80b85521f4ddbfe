// Backend: whatever computes networks (TensorFlow.js on native TensorFlow, WebGPU, WASM or plain JavaScript, or
// onnxruntime). All backends take and give the same plain arrays, so that a model does not know which one runs it.

import type { Network } from '../networks/layers.js';
import type { Weights } from '../tensors/weights.js';
import type { BackendId, Precision } from '../protocol/backends.js';

export type { BackendId, Precision };

/** One image as a network sees it: float32 planes, channel after channel, (C, H, W), values in [-1, 1]. */
export interface Planes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

export interface LoadOptions {
  /** Statistics that batch normalisation uses: the image's own, or the trained running ones. */
  readonly normalisation: 'tile' | 'running';
  readonly precision: Precision;
  /** Height and width that will be run. Backends may prepare for it; other sizes stay legal. */
  readonly tilePx: number;
}

export interface LoadedNetwork {
  /** (C, H, W) → (C', H', W'). The result belongs to the caller; the input is not kept. */
  run(input: Planes): Promise<Planes>;
  dispose(): Promise<void>;
}

export interface Backend {
  readonly id: BackendId;
  /** Name for people: "onnxruntime 1.30 CPU, 2 threads". */
  readonly description: string;
  readonly precisions: readonly Precision[];
  /** Number of networks that are best run at the same time. */
  readonly lanes: number;
  load(network: Network, weights: Weights, options: LoadOptions): Promise<LoadedNetwork>;
  dispose(): Promise<void>;
}
