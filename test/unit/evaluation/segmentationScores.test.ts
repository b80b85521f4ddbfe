import assert from 'node:assert/strict';
import { segmentationScores } from '../../../engine/evaluation/segmentationScores.js';

describe('segmentation scores', () => {
  const masks = (positive: number[], negative: number[]) => ({
    width: positive.length,
    height: 1,
    positive: Uint8Array.from(positive),
    negative: Uint8Array.from(negative),
  });
  it('are those of both classes and their mean; AJI only where there are nuclei', () => {
    const { positive, negative, mean } = segmentationScores(
      masks([1, 1, 0, 0], [0, 0, 0, 0]),
      masks([1, 0, 0, 0], [0, 0, 0, 0]),
    );
    assert.equal(positive.dice, 2 / 3);
    assert.equal(negative.dice, 1);
    assert.equal(mean.dice, (2 / 3 + 1) / 2);
    assert.deepEqual([positive.aji, negative.aji, mean.aji], [1 / 2, null, 1 / 2]);
  });
});
