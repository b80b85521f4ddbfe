import assert from 'node:assert/strict';

import { importances } from '../../parity/sweeps/importances.js';
import { optunaFixtures } from './optunaFixtures.js';

describe('PED-ANOVA gives the importances of Optuna 5:', () => {
  for (const file of ['importances.json'])
    it(file, async () => {
      for await (const check of importances(optunaFixtures, file))
        assert.ok(check.pass, JSON.stringify(check));
    });
});
