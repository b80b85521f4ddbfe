// The table of backends that can train.

import assert from 'node:assert/strict';
import { TRAINING_BACKENDS, trainingBackend } from '../../../../engine/training/plan/trainingBackends.js';
import { TRAIN_OPTIONS } from '../../../../engine/training/plan/trainOptions.js';

describe('the backends that can train', () => {
  it('are what the option offers and explains', () => {
    const { choices, description } = TRAIN_OPTIONS.backend;
    assert.deepEqual(
      choices,
      TRAINING_BACKENDS.map(({ id }) => id),
    );
    for (const { id, title } of TRAINING_BACKENDS) assert.ok(description.includes(`${id} (${title})`), id);
  });

  it('are refused by a wrong id, with those that there are', () =>
    assert.throws(() => trainingBackend('onnx'), {
      code: 'usage',
      message: 'No backend "onnx" can train; expected is one of tensorflow, webgpu, wasm, cpu.',
    }));

  it('use a quarter of the memory for recordings, and less where networks share it', () => {
    const machine = { freeBytes: 2 ** 33, memoryBytes: 64 * 2 ** 30, onGpu: false };
    const budgets = TRAINING_BACKENDS.map((backend) => [backend.id, backend.tapeBytes(machine) / 2 ** 30]);
    assert.deepEqual(Object.fromEntries(budgets), { tensorflow: 16, webgpu: 0.5, wasm: 0.5, cpu: 16 });
    assert.equal(trainingBackend('tensorflow').tapeBytes({ ...machine, onGpu: true }) / 2 ** 30, 2);
  });
});
