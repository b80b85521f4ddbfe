import assert from 'node:assert/strict';
import { binned } from '../../../engine/exports/histogram.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE } from '../../../engine/postprocessing/gate.js';

describe('a histogram', () => {
  const gate = (count: number) =>
    Uint8Array.from({ length: count }, (_, i) => (i % 2 ? COUNTED_POSITIVE : COUNTED_NEGATIVE));
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

  it('counts each counted cell once', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const bins = binned(values, gate(100), false)!;
    assert.deepEqual([sum(bins.negative), sum(bins.positive), bins.from, bins.to], [50, 50, 0, 99]);
  });

  it('gathers far values in its last bin where asked to', () => {
    const values = [...Array.from({ length: 99 }, (_, i) => i), 1e6];
    const bins = binned(values, gate(100), true)!;
    assert.ok(bins.isCut && bins.to < 400);
    assert.equal(sum(bins.negative) + sum(bins.positive), 100);
  });

  it('takes a single value, and does without cells', () => {
    assert.equal(sum(binned([5, 5], gate(2), true)!.negative), 1);
    assert.equal(binned([5], Uint8Array.of(0), true), undefined);
  });
});
