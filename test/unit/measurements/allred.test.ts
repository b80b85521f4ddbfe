// Expected scores follow from QuPath's rules in docs/reference.md 17.

import assert from 'node:assert/strict';
import { allred } from '../../../engine/measurements/allred.js';
import type { IntensityCounts } from '../../../engine/measurements/hScore.js';

const none: IntensityCounts = { negative: 0, positive: 0, weak: 0, moderate: 0, strong: 0 };
const proportionOf = (positive: number, total: number) =>
  allred({ ...none, weak: positive, negative: total - positive }).proportion;

describe('the Allred score', () => {
  for (const [positive, total, score] of [
    [0, 1000, 0],
    [1, 1000, 1],
    [9, 1000, 1],
    [10, 1000, 2],
    [99, 1000, 2],
    [100, 1000, 3],
    [333, 1000, 3],
    [1, 3, 4],
    [666, 1000, 4],
    [2, 3, 5],
    [1, 1, 5],
  ] as const)
    it(`gives ${score} for ${positive} positive cells of ${total}`, () =>
      assert.equal(proportionOf(positive, total), score));

  it('takes the mean grade of the positive cells, above 5/3 and 7/3', () => {
    const intensityOf = (weak: number, moderate: number, strong: number) =>
      allred({ ...none, weak, moderate, strong }).intensity;
    assert.equal(intensityOf(1, 0, 0), 1);
    assert.equal(intensityOf(1, 2, 0), 1); // exactly 5/3
    assert.equal(intensityOf(1, 3, 0), 2);
    assert.equal(intensityOf(0, 2, 1), 2); // exactly 7/3
    assert.equal(intensityOf(0, 3, 2), 3);
  });

  it('adds up to 8', () =>
    assert.deepEqual(allred({ ...none, strong: 9, negative: 1 }), { proportion: 5, intensity: 3, total: 8 }));

  it('gives positive cells without a grade an intensity of 1', () =>
    assert.deepEqual(allred({ ...none, positive: 5, negative: 5 }), {
      proportion: 4,
      intensity: 1,
      total: 5,
    }));

  it('has cells without a grade lower the mean', () =>
    assert.equal(allred({ ...none, positive: 1, strong: 1 }).intensity, 1));

  it('is 0 without positive cells, and without cells', () => {
    assert.deepEqual(allred({ ...none, negative: 5 }), { proportion: 0, intensity: 0, total: 0 });
    assert.deepEqual(allred(none), { proportion: 0, intensity: 0, total: 0 });
  });

  it('is 0 below the least share asked for, not at it', () => {
    const counts = { ...none, strong: 1, negative: 99 };
    assert.equal(allred(counts, 0.011).total, 0);
    assert.deepEqual(allred(counts, 0.01), { proportion: 2, intensity: 3, total: 5 });
  });
});
