// Expected numbers are computed by hand; test/parity/gMetrics.ts compares with the reference's.

import assert from 'node:assert/strict';
import { countPixels, pixelScores } from '../../../engine/evaluation/pixelAgreement.js';

describe('pixel scores', () => {
  it('count a class in truth and prediction', () => {
    const counts = countPixels([1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 0, 1, 0, 0, 0, 0]);
    assert.deepEqual(counts, { truePositive: 2, falsePositive: 1, falseNegative: 1, trueNegative: 4 });
    const { dice, iou, precision, recall, pixelAccuracy } = pixelScores(counts);
    assert.deepEqual([dice, iou, precision, recall, pixelAccuracy], [4 / 6, 2 / 4, 2 / 3, 2 / 3, 6 / 8]);
  });
  it('of a missed class keep what is right of the background, the reference’s do not', () => {
    const missed = countPixels([1, 0, 0, 0], [0, 0, 0, 0]);
    assert.equal(pixelScores(missed).pixelAccuracy, 3 / 4);
    assert.equal(pixelScores(missed).dice, 0);
    assert.equal(pixelScores(missed, { asReference: true }).pixelAccuracy, 0);
  });
  it('of two empty masks are 1', () => {
    const nothing = countPixels([0, 0], [0, 0]);
    for (const asReference of [false, true])
      assert.deepEqual([...new Set(Object.values(pixelScores(nothing, { asReference })))], [1]);
  });
  it('refuse masks of different sizes', () => assert.throws(() => countPixels([1], [1, 0]), RangeError));
});
