// Messages between the backend and its lanes. onnxruntime computes synchronously in Node, so each lane is a worker
// thread with sessions of its own, and the thread that asks stays free to report progress and to be cancelled.

import type { EngineErrorCode } from '../../protocol/errors.js';

export type Provider = 'cpu' | 'webgpu';

/** Data that a lane starts with. */
export interface LaneSettings {
  readonly provider: Provider;
  /** Threads of each session. */
  readonly threads: number;
}

export type LaneRequest =
  /** Opens a session; the file's buffer changes hands. */
  | { readonly kind: 'load'; readonly file: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'run'; readonly session: number; readonly image: LaneImage }
  | { readonly kind: 'release'; readonly session: number };

/** float32 of shape `dims`; the buffer changes hands. */
export interface LaneImage {
  readonly dims: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

export interface LaneAnswers {
  /** Number of the session. */
  readonly load: number;
  /** Outputs by name. */
  readonly run: Readonly<Record<string, LaneImage>>;
  readonly release: null;
}

export interface NumberedRequest {
  readonly id: number;
  readonly request: LaneRequest;
}

export type NumberedAnswer =
  | { readonly id: number; readonly answer: LaneAnswers[keyof LaneAnswers] }
  | { readonly id: number; readonly error: { readonly code: EngineErrorCode; readonly message: string } };
