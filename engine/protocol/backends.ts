// What computes, as both ends name it.

export type BackendId =
  | 'onnx' // onnxruntime, CPU
  | 'onnx-webgpu'
  | 'tensorflow' // native TensorFlow: tfjs-node-gpu, else tfjs-node
  | 'webgpu' // TensorFlow.js on Dawn
  | 'wasm'
  | 'cpu';

export type Precision = 'float32' | 'int8';
