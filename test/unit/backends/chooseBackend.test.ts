// The automatic choice: the first candidate without an objection that opens and knows the precision, and the reason.

import assert from 'node:assert/strict';
import type { Backend, BackendId, Precision } from '../../../engine/backends/backend.js';
import {
  chooseBackend,
  firstThatOpens,
  type CandidateBackend,
} from '../../../engine/backends/chooseBackend.js';

const disposed: BackendId[] = [];

function candidate(id: BackendId, name: string, against?: string): CandidateBackend {
  return { id, name, objection: () => Promise.resolve(against) };
}

function fake(id: BackendId, precisions: readonly Precision[] = ['float32']): Promise<Backend> {
  return Promise.resolve({
    id,
    description: id,
    precisions,
    lanes: 1,
    load: () => Promise.reject(new Error('not needed')),
    dispose: () => Promise.resolve(void disposed.push(id)),
  });
}

describe('the automatic choice of a backend', () => {
  const gpu = candidate('webgpu', 'TensorFlow.js on the GPU', 'there is no GPU adapter');
  const onnxGpu = candidate('onnx-webgpu', 'onnxruntime on the GPU', 'there is no GPU adapter');
  const onnx = candidate('onnx', 'onnxruntime on the CPU');
  const wasm = candidate('wasm', 'WebAssembly');

  it('takes the first one when nothing speaks against it', async () => {
    const { backend, reason } = await firstThatOpens([onnx, wasm], 'float32', (id) => fake(id));
    assert.equal(backend.id, 'onnx');
    assert.equal(reason, 'onnxruntime on the CPU is the fastest');
  });

  it('says why faster ones were passed over, each reason once', async () => {
    const { backend, reason } = await firstThatOpens([onnxGpu, gpu, onnx], 'float32', (id) => fake(id));
    assert.equal(backend.id, 'onnx');
    assert.equal(reason, 'there is no GPU adapter; onnxruntime on the CPU is the fastest left');
  });

  it('goes on when one does not start', async () => {
    const open = (id: BackendId) => (id === 'onnx' ? Promise.reject(new Error('no library.')) : fake(id));
    const { backend, reason } = await firstThatOpens([onnx, wasm], 'float32', open);
    assert.equal(backend.id, 'wasm');
    assert.equal(
      reason,
      'onnxruntime on the CPU does not start (no library); WebAssembly is the fastest left',
    );
  });

  it('passes over those that lack the precision, and closes them', async () => {
    const open = (id: BackendId) => fake(id, id === 'wasm' ? ['float32'] : ['float32', 'int8']);
    const { backend, reason } = await firstThatOpens([wasm, onnx], 'int8', open);
    assert.equal(backend.id, 'onnx');
    assert.match(reason, /^WebAssembly does not compute in int8; /);
    assert.deepEqual(disposed, ['wasm']);
  });

  it('is an error with all reasons when nothing is left', () =>
    assert.rejects(
      firstThatOpens([gpu, wasm], 'int8', (id) => fake(id)),
      { code: 'backend-unavailable', message: /no GPU adapter; WebAssembly does not compute in int8/ },
    ));
});

describe('a backend asked for by name', () => {
  it('is opened, or nothing is', async () => {
    const { backend, reason } = await chooseBackend('cpu', 'float32');
    assert.equal(backend.id, 'cpu');
    assert.equal(reason, 'it was requested');
    await backend.dispose();
  });

  it('must know the precision', () =>
    assert.rejects(chooseBackend('cpu', 'int8'), {
      code: 'usage',
      message: /"cpu" computes in float32, not in int8/,
    }));

  it('must exist', () =>
    assert.rejects(chooseBackend('gpu', 'float32'), {
      code: 'usage',
      message: /no backend "gpu"/,
    }));
});
