import assert from 'node:assert/strict';
import { readRates } from '../../../../extension/runs/rateText.js';

describe('learning rates that are typed', () => {
  it('are one for all or two', () => {
    assert.deepEqual(readRates(' 2e-4 '), { generatorRate: 2e-4, discriminatorRate: 2e-4 });
    assert.deepEqual(readRates('0.0002, 1e-4'), { generatorRate: 2e-4, discriminatorRate: 1e-4 });
  });
  for (const wrong of ['', '0', '-1', 'fast', '1 2 3', '11', 'Infinity', 'NaN'])
    it(`are not ${JSON.stringify(wrong)}`, () => assert.match(readRates(wrong) as string, /^Expected/));
});
