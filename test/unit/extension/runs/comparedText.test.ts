import assert from 'node:assert/strict';
import { comparedText } from '../../../../extension/runs/comparedText.js';

describe('runs side by side', () => {
  const left = {
    config: { name: 'a', plan: { lr: 1, batchSize: 2 } },
    last: { 'val/dice': 0.5, 'a/l1': null },
  };
  const right = { config: { name: 'b', plan: { lr: 2, batchSize: 2, seed: 3 } }, last: { 'val/dice': 0.75 } };

  it('have the options that differ on top, then their values, then what is equal', () =>
    assert.deepEqual(JSON.parse(comparedText(left, right, false)), {
      '1 options that differ': { 'plan.lr': 1, 'plan.seed': 'not set' },
      '2 last values': { 'a/l1': 'NaN', 'val/dice': 0.5 },
      '3 options that are equal': { 'plan.batchSize': 2 },
    }));

  it('say at the right how far a value is from the left one, and whether it is better', () =>
    assert.deepEqual(
      (JSON.parse(comparedText(right, left, true)) as Record<string, unknown>)['2 last values'],
      { 'a/l1': 'none', 'val/dice': '0.75 (+0.25, better)' },
    ));
});
