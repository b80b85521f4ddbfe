// List of the built-in backends, in the order in which listings show them. Speeds on a CPU are those of
// docs/backends.md; on a GPU they say no more than which is tried first.

import { backends, type Candidate } from './backends.js';

/** Works wherever the engine does. */
const everywhere = (name: string, expectedSpeed: number): Candidate => ({
  name,
  expectedSpeed,
  objection: () => Promise.resolve(undefined),
});

const onGpu = (name: string, expectedSpeed: number): Candidate => ({
  name,
  expectedSpeed,
  async objection() {
    const { findGpuAdapter } = await import('./gpuAdapter.js');
    const adapter = await findGpuAdapter();
    if (!adapter.works) return adapter.reason;
    return adapter.software ? `the only GPU adapter, ${adapter.name}, is imitated on the CPU` : undefined;
  },
});

const nativeTensorFlow = (device: 'GPU' | 'CPU', expectedSpeed: number): Candidate => ({
  name: `TensorFlow on the ${device}`,
  expectedSpeed,
  async objection() {
    const { findNativeTensorFlow } = await import('./tensorflow/native.js');
    const native = await findNativeTensorFlow();
    if (!native.works) return native.reason;
    return device === 'GPU' && !native.gpu ? 'native TensorFlow finds no GPU' : undefined;
  },
});

backends.add(
  {
    id: 'onnx',
    title: 'onnxruntime on the CPU',
    candidates: [everywhere('onnxruntime on the CPU', 1000)],
    warmsUp: true,
    open: async () => (await import('./onnx/openOnnxBackend.js')).openOnnxBackend('cpu'),
  },
  {
    id: 'onnx-webgpu',
    title: 'onnxruntime on the GPU',
    candidates: [onGpu('onnxruntime on the GPU', 20_000)],
    warmsUp: true,
    open: async () => (await import('./onnx/openOnnxBackend.js')).openOnnxBackend('webgpu'),
  },
  {
    id: 'tensorflow',
    title: 'native TensorFlow',
    candidates: [nativeTensorFlow('GPU', 30_000), nativeTensorFlow('CPU', 400)],
    warmsUp: true,
    open: async () => (await import('./tensorflow/native.js')).openNative(),
  },
  {
    id: 'webgpu',
    title: 'TensorFlow.js on the GPU',
    candidates: [onGpu('TensorFlow.js on the GPU', 10_000)],
    warmsUp: true,
    open: async () => (await import('./tensorflow/webgpu.js')).openWebGpu(),
  },
  {
    id: 'wasm',
    title: 'TensorFlow.js in WebAssembly',
    candidates: [everywhere('TensorFlow.js in WebAssembly', 300)],
    warmsUp: true,
    open: async (options) => (await import('./tensorflow/wasm.js')).openWasm(options),
  },
  {
    id: 'cpu',
    title: 'TensorFlow.js in plain JavaScript',
    candidates: [everywhere('TensorFlow.js in plain JavaScript', 1)],
    warmsUp: false,
    testsOnRequest: true,
    open: async () => (await import('./tensorflow/cpu.js')).openCpu(),
  },
);
