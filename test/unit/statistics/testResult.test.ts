// Tests of paired and independent samples and of normality, against test/fixtures/statistics.json, which SciPy computed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rankSumTest } from '../../../engine/statistics/rankSum.js';
import { shapiroWilkTest } from '../../../engine/statistics/shapiroWilk.js';
import { signedRankGreater, signedRankTest } from '../../../engine/statistics/signedRank.js';
import type { TestResult } from '../../../engine/statistics/testResult.js';

interface Case extends TestResult {
  readonly name: string;
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../test/fixtures/statistics.json'), 'utf8'),
) as {
  readonly signedRank: readonly (Case & { readonly differences: number[] })[];
  readonly rankSum: readonly (Case & { readonly first: number[]; readonly second: number[] })[];
  readonly shapiroWilk: readonly (Case & { readonly values: number[] })[];
};

function agree(ours: TestResult | undefined, theirs: TestResult, within: number): void {
  assert.ok(ours);
  const where = `${ours.statistic}, ${ours.pValue} ≠ ${theirs.statistic}, ${theirs.pValue}`;
  assert.ok(Math.abs(ours.statistic - theirs.statistic) <= within, where);
  assert.ok(Math.abs(ours.pValue - theirs.pValue) <= within, where);
}

describe('tests of statistics have the results of SciPy', () => {
  for (const one of cases.signedRank)
    it(`signed ranks of ${one.name}`, () => agree(signedRankTest(one.differences), one, 1e-12));
  for (const one of cases.rankSum)
    it(`rank sums of ${one.name}`, () => agree(rankSumTest(one.first, one.second), one, 1e-12));
  // SciPy's compiled code of the same algorithm rounds to single precision in places.
  for (const one of cases.shapiroWilk)
    it(`normality of ${one.name}`, () => agree(shapiroWilkTest(one.values), one, 1e-6));
});

describe('a test that cannot be made', () => {
  it('of differences that are all 0 has no result', () => assert.equal(signedRankTest([0, 0]), undefined));
  it('of fewer than three values has no result', () => assert.equal(shapiroWilkTest([1, 2]), undefined));
  it('of equal values has no result', () => assert.equal(shapiroWilkTest([3, 3, 3, 3]), undefined));
  it('of an empty sample is refused', () => assert.throws(() => rankSumTest([], [1]), RangeError));
  it('of one side asks for no more than all', () => assert.equal(signedRankGreater([0, 0, 0]), 1));
});
