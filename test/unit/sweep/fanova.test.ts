import assert from 'node:assert/strict';
import { randomFrom } from '../../../engine/random/random.js';
import { fanova } from '../../../engine/sweep/fanova.js';
import type { Trial } from '../../../engine/sweep/trial.js';

const unit = { kind: 'float', low: 0, high: 1, log: false, step: null } as const;

describe('functional ANOVA', () => {
  it('finds the shares of variance of a sum: 10 a + 2 b + 0 c has 100 : 4 : 0', () => {
    const random = randomFrom(1);
    const trials = Array.from({ length: 300 }, (_, number): Trial => {
      const [a, b, c] = [random.uniform(), random.uniform(), random.uniform()];
      return {
        number,
        state: 'complete',
        values: [10 * a + 2 * b],
        params: new Map([
          ['a', a],
          ['b', b],
          ['c', c],
        ]),
        distributions: new Map([
          ['a', unit],
          ['b', unit],
          ['c', unit],
        ]),
        intermediate: new Map(),
      };
    });
    const { shares } = fanova({ name: 'sum', directions: ['minimize'], trials }, 1);
    assert.ok(Math.abs(shares.get('a')! - 100 / 104) < 0.02, String(shares.get('a')));
    assert.ok(shares.get('b')! > 3 * shares.get('c')!);
  });
});
