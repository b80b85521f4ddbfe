import assert from 'node:assert/strict';
import { roundHalfEven, roundToOneDecimal } from '../../../engine/postprocessing/rounding.js';

describe('rounding as Python does', () => {
  it('sends a half to the even neighbour', () =>
    assert.deepEqual([0.5, 1.5, 2.5, 2.4999, 2.5001, 3, 11.5].map(roundHalfEven), [0, 2, 2, 2, 3, 3, 12]));

  it('does so for one decimal where the number is exactly half-way', () =>
    assert.deepEqual(
      [6.25, 18.75, 0.25, 99.75, 100, 50].map(roundToOneDecimal),
      [6.2, 18.8, 0.2, 99.8, 100, 50],
    ));

  it('goes by the number itself where it only looks half-way', () =>
    // 0.15 and 0.35 are a little less, 0.45 a little more than they look.
    assert.deepEqual(
      [0.15, 0.35, 0.45, 100 / 3, 200 / 3].map(roundToOneDecimal),
      [0.1, 0.3, 0.5, 33.3, 66.7],
    ));
});
