// Cross-checked with what is known of the binomial distribution: its exact quantiles, and Wilson's interval (1927).

import assert from 'node:assert/strict';
import { percentInterval } from '../../../engine/measurements/percentInterval.js';

/** Smallest count with at least the cumulative probability q, from factors that need no library. */
function binomialQuantile(n: number, p: number, q: number): number {
  let logWeight = n * Math.log(1 - p);
  let sum = Math.exp(logWeight);
  for (let k = 0; ; k++) {
    if (sum >= q) return k;
    logWeight += Math.log(((n - k) / (k + 1)) * (p / (1 - p)));
    sum += Math.exp(logWeight);
  }
}

function wilson(positive: number, n: number): { readonly low: number; readonly high: number } {
  const z = 1.959964;
  const p = positive / n;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
  return { low: 100 * (centre - half), high: 100 * (centre + half) };
}

const CASES = [
  [6, 59],
  [3, 93],
  [50, 100],
  [98, 100],
  [2500, 10_000],
] as const;

describe('the interval of the percentage of positive cells', () => {
  for (const [positive, total] of CASES) {
    it(`is that of the exact distribution of resamples, ${positive} of ${total}`, () => {
      const { low, high } = percentInterval(positive, total, { samples: 20_000 })!;
      // Twenty thousand samples put the 2.5 % quantile between those of 2.1 % and 2.9 %, almost surely.
      const exact = (q: number) => (100 * binomialQuantile(total, positive / total, q)) / total;
      assert.ok(low >= exact(0.021) && low <= exact(0.029), `${low}`);
      assert.ok(high >= exact(0.971) && high <= exact(0.979), `${high}`);
    });

    it(`is near Wilson's, ${positive} of ${total}`, () => {
      const { low, high } = percentInterval(positive, total)!;
      const expected = wilson(positive, total);
      const tolerance = Math.max(0.1, (3 * 100) / total); // three cells, or what two thousand samples leave open
      assert.ok(Math.abs(low - expected.low) < tolerance, `${low} ${expected.low}`);
      assert.ok(Math.abs(high - expected.high) < tolerance, `${high} ${expected.high}`);
    });
  }

  it('depends on nothing but counts and seed', () => {
    assert.deepEqual(percentInterval(60, 590, { seed: 7 }), percentInterval(60, 590, { seed: 7 }));
    const seeds = [1, 2, 3, 4, 5].map((seed) => JSON.stringify(percentInterval(6000, 59_000, { seed })));
    assert.ok(new Set(seeds).size > 1);
  });

  it('contains the percentage, and narrows with more confidence given up', () => {
    const wide = percentInterval(20, 80)!;
    const narrow = percentInterval(20, 80, { confidence: 0.8 })!;
    assert.ok(wide.low < narrow.low && narrow.low < 25 && 25 < narrow.high && narrow.high < wide.high);
  });

  it('is the exact binomial one where all cells agree', () => {
    // 1 − 0.025^(1/10) = 0.3085 (Clopper and Pearson 1934, 0 of 10)
    const nobody = percentInterval(0, 10)!;
    assert.equal(nobody.low, 0);
    assert.ok(Math.abs(nobody.high - 30.85) < 0.005);
    const all = percentInterval(10, 10)!;
    assert.equal(all.high, 100);
    assert.ok(Math.abs(all.low - 69.15) < 0.005);
  });

  it('does not exist without cells', () => assert.equal(percentInterval(0, 0), undefined));

  it('takes no longer for a hundred thousand cells', () => {
    const { low, high } = percentInterval(10_000, 100_000)!;
    // ± 1.96 √(0.1 × 0.9 / 100 000) = ± 0.186 %
    assert.ok(Math.abs(low - 9.814) < 0.03 && Math.abs(high - 10.186) < 0.03);
  });
});
