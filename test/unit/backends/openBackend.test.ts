import assert from 'node:assert/strict';
import { backendIds, backendNamed, openBackend } from '../../../engine/backends/openBackend.js';

describe('the backends', () => {
  it('are listed in the order of their table', () =>
    assert.deepEqual(backendIds(), ['onnx', 'onnx-webgpu', 'tensorflow', 'webgpu', 'wasm', 'cpu']));

  it('are expected to be fast on a GPU, and then in the order that docs/backends.md measures', () => {
    const candidates = backendIds().flatMap((id) => backendNamed(id).candidates);
    assert.deepEqual(
      [...candidates].sort((a, b) => b.expectedSpeed - a.expectedSpeed).map(({ name }) => name),
      [
        'TensorFlow on the GPU',
        'onnxruntime on the GPU',
        'TensorFlow.js on the GPU',
        'onnxruntime on the CPU',
        'TensorFlow on the CPU',
        'TensorFlow.js in WebAssembly',
        'TensorFlow.js in plain JavaScript',
      ],
    );
  });

  it('name those that there are when another is asked for', () =>
    assert.rejects(openBackend('gpu'), /no backend "gpu"\. Choose one of onnx, onnx-webgpu/));
});
