import assert from 'node:assert/strict';
import type { Column } from '../../../../webview/scoring/cellRows.js';
import { binOf, flaggedCounts, histogram } from '../../../../webview/scoring/columnHistogram.js';

const column = (values: readonly number[]): Column => ({
  id: 'area',
  title: 'Area',
  unit: 'px',
  decimals: 0,
  valueOf: (cell) => values[cell]!,
});
const area = column([10, 20, 30, 20]);

describe('the histogram of a column', () => {
  it('reaches from the smallest to the largest value', () => {
    assert.deepEqual(histogram(4, area, undefined, 2), { low: 10, high: 30, most: 30, counts: [1, 3] });
    assert.deepEqual(histogram(2, column([5, 5]), undefined, 2)?.counts, [2, 0]);
  });

  it('is of the cells that pass and have a value; without any there is none', () => {
    assert.deepEqual(histogram(4, area, Uint8Array.of(1, 1, 0, 0), 2)?.counts, [1, 1]);
    assert.equal(histogram(2, column([NaN, NaN])), undefined);
    assert.equal(histogram(0, area), undefined);
  });

  it('gathers values far beyond the others in the last bar', () => {
    const values = [...Array.from({ length: 99 }, (_, i) => 100 + i), 20_000];
    const bars = histogram(100, column(values), undefined, 10)!;
    assert.ok(bars.high < 1000 && bars.most === 20_000);
    assert.equal(binOf(bars, 20_000), 9);
    assert.ok(Number.isNaN(binOf(bars, 20_001)) && Number.isNaN(binOf(bars, 99)));
  });

  it('shows the selected cells in the same bars', () => {
    const bars = histogram(4, area, undefined, 2)!;
    assert.deepEqual(flaggedCounts(bars, area, Uint8Array.of(0, 1, 0, 1), undefined), [0, 2]);
  });
});
