import assert from 'node:assert/strict';
import { scoring } from '../../../engine/postprocessing/scoring.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE, NOT_COUNTED } from '../../../engine/postprocessing/gate.js';

function gateOf(positive: number, negative: number, out = 0): Uint8Array {
  return Uint8Array.from([
    ...new Array<number>(out).fill(NOT_COUNTED),
    ...new Array<number>(positive).fill(COUNTED_POSITIVE),
    ...new Array<number>(negative).fill(COUNTED_NEGATIVE),
  ]);
}

describe('the scoring', () => {
  const thresholds = { segThreshold: 120, sizeThreshold: 61 };

  it('counts cells under the names of the reference', () =>
    assert.deepEqual(scoring(gateOf(8, 106, 23), thresholds), {
      num_total: 114,
      num_pos: 8,
      num_neg: 106,
      percent_pos: 7,
      seg_thresh: 120,
      size_thresh: 61,
      size_thresh_upper: null,
      marker_thresh: null,
    }));

  it('names the thresholds used', () => {
    const { size_thresh_upper, marker_thresh } = scoring(gateOf(1, 1), {
      ...thresholds,
      sizeThresholdUpper: 700,
      markerThreshold: 208,
    });
    assert.deepEqual([size_thresh_upper, marker_thresh], [700, 208]);
  });

  it('rounds the share to one decimal, a half to the even digit', () => {
    assert.equal(scoring(gateOf(1, 15), thresholds).percent_pos, 6.2);
    assert.equal(scoring(gateOf(3, 13), thresholds).percent_pos, 18.8);
    assert.equal(scoring(gateOf(1, 2), thresholds).percent_pos, 33.3);
  });

  it('is zero without cells', () => {
    const { num_total, percent_pos } = scoring(gateOf(0, 0, 5), thresholds);
    assert.deepEqual([num_total, percent_pos], [0, 0]);
  });
});
