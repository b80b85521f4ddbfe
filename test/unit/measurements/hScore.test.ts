import assert from 'node:assert/strict';
import {
  DEFAULT_CUTOFFS,
  hScore,
  intensityCounts,
  positiveShare,
  type IntensityCounts,
} from '../../../engine/measurements/hScore.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE, NOT_COUNTED } from '../../../engine/postprocessing/gate.js';

const none: IntensityCounts = { negative: 0, positive: 0, weak: 0, moderate: 0, strong: 0 };

describe('the H-score', () => {
  it('weighs the grades with 1, 2 and 3', () =>
    assert.equal(hScore({ ...none, negative: 40, weak: 30, moderate: 20, strong: 10 }), 100));

  it('runs from 0 to 300', () => {
    assert.equal(hScore({ ...none, negative: 7 }), 0);
    assert.equal(hScore({ ...none, strong: 7 }), 300);
  });

  it('leaves positive cells without a grade out, as QuPath does', () =>
    assert.equal(hScore({ ...none, negative: 1, positive: 100, moderate: 1 }), 100));

  it('is no number without graded cells', () => {
    assert.ok(Number.isNaN(hScore(none)));
    assert.ok(Number.isNaN(hScore({ ...none, positive: 3 })));
  });
});

describe('grades of staining', () => {
  const cutoffs = { weak: 20, moderate: 40, strong: 60 };
  const graded = (value: number, entry = COUNTED_POSITIVE, corrected = 0) =>
    intensityCounts(Uint8Array.of(entry), [value], cutoffs, [corrected]);

  it('are reached by equalling their cut-off', () => {
    assert.deepEqual(graded(20), { ...none, weak: 1 });
    assert.deepEqual(graded(40), { ...none, moderate: 1 });
    assert.deepEqual(graded(60), { ...none, strong: 1 });
    assert.deepEqual(graded(59), { ...none, moderate: 1 });
  });

  it('have cells below the first cut-off as negative, unless a person says otherwise', () => {
    assert.deepEqual(graded(19), { ...none, negative: 1 });
    assert.deepEqual(graded(19, COUNTED_POSITIVE, 1), { ...none, positive: 1 });
  });

  it('leave negative cells negative however dark they are, and others uncounted', () => {
    assert.deepEqual(graded(200, COUNTED_NEGATIVE), { ...none, negative: 1 });
    assert.deepEqual(graded(200, NOT_COUNTED), none);
  });

  it('begin with cut-offs in order', () => {
    for (const { weak, moderate, strong } of Object.values(DEFAULT_CUTOFFS))
      assert.ok(weak < moderate && moderate < strong);
  });

  it('give the share of positive cells, those without a grade included', () => {
    assert.equal(positiveShare({ negative: 5, positive: 1, weak: 1, moderate: 2, strong: 1 }), 0.5);
    assert.ok(Number.isNaN(positiveShare(none)));
  });
});
