import assert from 'node:assert/strict';
import { bootstrapInterval, summaryOf } from '../../../engine/statistics/bootstrap.js';

const TEN = [12.31, 15.02, 9.17, 20.44, 14.75, 13.09, 17.63, 11.28, 16.56, 12.92];

describe('a summary of values', () => {
  it('has mean and standard deviation of the sample', () => {
    const summary = summaryOf([2, 4, 4, 4, 5, 5, 7, 9])!;
    assert.equal(summary.mean, 5);
    assert.ok(Math.abs(summary.standardDeviation! - Math.sqrt(32 / 7)) < 1e-12);
  });
  it('has an interval around the mean, about as wide as 1.96 standard errors to each side', () => {
    const { mean, standardDeviation, interval } = summaryOf(TEN)!;
    const expected = 1.96 * (standardDeviation! / Math.sqrt(TEN.length)) * Math.sqrt(0.9);
    assert.ok(Math.abs(mean - interval![0] - expected) < 0.35, String(interval));
    assert.ok(Math.abs(interval![1] - mean - expected) < 0.35, String(interval));
  });
  it('is the same from the same seed, and another from another one', () => {
    assert.deepEqual(summaryOf(TEN, 3), summaryOf(TEN, 3));
    assert.notDeepEqual(summaryOf(TEN, 3), summaryOf(TEN, 4));
  });
  it('of one value has no spread, of none is nothing', () => {
    assert.deepEqual(summaryOf([7]), { count: 1, mean: 7, standardDeviation: null, interval: null });
    assert.equal(summaryOf([]), null);
  });
});

describe('an interval of any statistic', () => {
  it('of a statistic that does not vary has no width', () =>
    assert.deepEqual(
      bootstrapInterval(5, () => 3, 0),
      [3, 3],
    ));
});
