// What computes, as both ends name it.

export type BackendId =
  | 'onnx' // onnxruntime, CPU
  | 'onnx-webgpu'
  | 'tensorflow' // native TensorFlow: tfjs-node-gpu, else tfjs-node
  | 'webgpu' // TensorFlow.js on Dawn
  | 'wasm'
  | 'cpu';

export type Precision = 'float32' | 'int8';

/** A backend that was chosen and opened. */
export interface BackendInUse {
  readonly id: BackendId;
  /** For people: "onnxruntime 1.30 CPU, 2 threads". */
  readonly description: string;
  /** Why this one, in words. */
  readonly reason: string;
}
