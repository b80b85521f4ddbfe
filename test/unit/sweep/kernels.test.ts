import assert from 'node:assert/strict';
import { categoricalKernels, normalKernels } from '../../../engine/sweep/kernels.js';
import { HYPEROPT_PRESET } from '../../../engine/sweep/tpe.js';

const ten = { kind: 'float', low: 0, high: 10, log: false, step: null } as const;
const options = HYPEROPT_PRESET.kernels!;

describe('kernels of Hyperopt', () => {
  it('have the prior among the observations, at its sorted place', () => {
    // The middle, 5, is a neighbour: the widest gap beside 3 and 7 is the one to it. The least width is 10 / (1 + 3).
    const { means, sigmas } = normalKernels(ten, [1, 3.5, 9], options);
    assert.deepEqual(means, [1, 3.5, 9, 5]);
    assert.deepEqual(sigmas, [2.5, 2.5, 4, 10]);
  });

  it('are half as wide as the prior around a sole observation', () =>
    assert.deepEqual(normalKernels(ten, [4], options).sigmas, [5, 10]));

  it('count categories by weight on top of the prior', () => {
    const { rows } = categoricalKernels(
      { kind: 'categorical', choices: ['a', 'b'] },
      [0, 0, 1],
      options,
      [1, 1, 1],
    );
    for (const row of rows) assert.deepEqual(row, [3 / 5, 2 / 5]);
  });
});
