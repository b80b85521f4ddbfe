// The random generator: repeatable, continuable, and distributed as it says.

import assert from 'node:assert/strict';
import { randomFrom, shuffled } from '../../../engine/random/random.js';

describe('the random generator', () => {
  it('is the same from the same seed, and another from another', () => {
    const draw = (seed: number) => {
      const random = randomFrom(seed);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });

  it('continues bit for bit from a state', () => {
    const random = randomFrom(3);
    random.normal();
    const state = random.state();
    const expected = [random.uniform(), random.normal(), random.below(10)];
    const again = randomFrom(state);
    assert.deepEqual([again.uniform(), again.normal(), again.below(10)], expected);
  });

  it('is normal with mean 0 and deviation 1', () => {
    const random = randomFrom(4);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Four standard errors: 4/√n and 4√(2/n).
    assert.ok(Math.abs(mean) < 0.0283);
    assert.ok(Math.abs(variance - 1) < 0.04);
  });

  it('shuffles every number once', () =>
    assert.deepEqual(
      shuffled(50, randomFrom(5)).sort((a, b) => a - b),
      Array.from({ length: 50 }, (_, i) => i),
    ));
});
