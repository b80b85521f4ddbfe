import assert from 'node:assert/strict';
import { mersenneTwister } from '../../../engine/random/mersenneTwister.js';
import { parzen } from '../../parity/sweeps/parzen.js';
import { optunaFixtures } from './optunaFixtures.js';

describe('a Parzen estimator equals that of Optuna 5:', () => {
  for (const file of ['tpe_parzen.json'])
    it(file, async () => {
      for await (const check of parzen(optunaFixtures, file)) assert.ok(check.pass, JSON.stringify(check));
    });
});

describe('the Mersenne Twister', () => {
  it('draws the numbers of NumPy', () => {
    const random = mersenneTwister(42);
    assert.deepEqual(
      Array.from({ length: 4 }, () => random.uniform()),
      [0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366],
    );
    assert.deepEqual(mersenneTwister(42).choices([0.1, 0.2, 0.3, 0.4], 6), [2, 3, 3, 2, 1, 1]);
  });
});
