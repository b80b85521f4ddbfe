// Messages between the backend and its lanes. onnxruntime computes synchronously in Node, so each lane is a worker
// thread, or a process, with sessions of its own, and the thread that asks stays free to report progress and to be
// cancelled.

import type { EngineErrorCode } from '../../protocol/errors.js';

export type Provider = 'cpu' | 'webgpu';

/** Data that a lane starts with. */
export interface LaneSettings {
  readonly provider: Provider;
  /** Threads of each session. */
  readonly threads: number;
  /** Resident memory above which a lane that is a process ends itself. */
  readonly memoryMb?: number;
}

export type LaneRequest =
  /** Opens a session; the file's buffer changes hands. */
  | { readonly kind: 'load'; readonly file: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'describe'; readonly session: number }
  | { readonly kind: 'run'; readonly session: number; readonly image: LaneImage }
  | { readonly kind: 'release'; readonly session: number };

/** float32 of shape `dims`; the buffer changes hands. */
export interface LaneImage {
  readonly dims: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Input or output as a file declares it. */
export interface DeclaredValue {
  readonly name: string;
  /** "float32"; undefined if it is no tensor. */
  readonly type?: string;
  /** Sides; those without a number have a name. */
  readonly shape?: readonly (number | string)[];
}

export interface LaneAnswers {
  /** Number of the session. */
  readonly load: number;
  readonly describe: {
    readonly inputs: readonly DeclaredValue[];
    readonly outputs: readonly DeclaredValue[];
  };
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
