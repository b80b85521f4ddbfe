import assert from 'node:assert/strict';

import { sequences } from '../../parity/sweeps/sequences.js';
import { optunaFixtures } from './optunaFixtures.js';

describe('TPE with the seed of Optuna 5 suggests the same:', () => {
  for (const file of ['tpe_sequences.json', 'tpe_multiobjective_constrained.json'])
    it(file, async () => {
      for await (const check of sequences(optunaFixtures, file)) assert.ok(check.pass, JSON.stringify(check));
    });
});
