import assert from 'node:assert/strict';
import { instancesOf } from '../../../engine/evaluation/instances.js';
import { panopticQuality } from '../../../engine/evaluation/panopticQuality.js';

describe('panoptic quality', () => {
  // Two nuclei of four pixels; the first is found with three of them, the second is missed, a third is invented.
  const truth = instancesOf([1, 1, 1, 1, 0, 0, 2, 2, 2, 2, 0, 0]);
  const predicted = instancesOf([7, 7, 7, 0, 0, 0, 0, 0, 0, 9, 9, 9]);

  it('is the share of nuclei found, times how well they are outlined', () =>
    assert.deepEqual(panopticQuality(truth, predicted), {
      ...{ detection: 0.5, segmentation: 0.75, quality: 0.375, found: 1 },
    }));
  it('of a perfect prediction is 1', () => assert.equal(panopticQuality(truth, truth)?.quality, 1));
  it('does not count an overlap of just a half', () =>
    assert.equal(panopticQuality(instancesOf([1, 1, 0]), instancesOf([0, 5, 0]))?.found, 0));
  it('of no nuclei is undecided', () =>
    assert.equal(panopticQuality(instancesOf([0]), instancesOf([0])), null));
  it('refuses pictures of different sizes', () =>
    assert.throws(() => panopticQuality(instancesOf([1]), instancesOf([1, 1])), RangeError));
});
