import assert from 'node:assert/strict';

import { pruners } from '../../parity/sweeps/pruners.js';
import { optunaFixtures } from './optunaFixtures.js';

describe('a pruner decides as Optuna 5 does:', () => {
  for (const file of ['pruners.json', 'pruners_more.json'])
    it(file, async () => {
      for await (const check of pruners(optunaFixtures, file)) assert.ok(check.pass, JSON.stringify(check));
    });
});
