import assert from 'node:assert/strict';
import { ihcDifference, rootMeanSquareError } from '../../../engine/evaluation/quantification.js';

describe('quantification', () => {
  it('measures counts by the root of the mean square', () => {
    const pairs = [
      { truth: 10, predicted: 13 },
      { truth: 7, predicted: 3 },
    ];
    assert.equal(rootMeanSquareError(pairs), Math.sqrt((9 + 16) / 2));
    assert.equal(rootMeanSquareError([]), null);
  });
  it('compares shares of positive cells in percentage points', () => {
    assert.equal(ihcDifference({ positive: 1, negative: 3 }, { positive: 1, negative: 1 }), 25);
    assert.equal(ihcDifference({ positive: 0, negative: 0 }, { positive: 2, negative: 0 }), 100);
  });
});
