// The times of a run's validation.

import assert from 'node:assert/strict';
import { dueAfter } from '../../../../engine/training/plan/validationPlan.js';

describe('validation', () => {
  it('is due after so many epochs and at the end', () => {
    const due = (everyEpochs: number, sampleEveryEpochs: number) =>
      [0, 1, 2, 3, 4].map((epoch) => {
        const { metrics, pictures } = dueAfter({ everyEpochs, sampleEveryEpochs, tiles: 1 }, epoch, 5);
        return `${metrics ? 'm' : '-'}${pictures ? 'p' : '-'}`;
      });
    assert.deepEqual(due(1, 2), ['m-', 'mp', 'm-', 'mp', 'mp']);
    assert.deepEqual(due(0, 3), ['--', '--', '-p', '--', '-p']);
    assert.deepEqual(due(3, 0), ['--', '--', 'm-', '--', 'm-']);
  });
});
