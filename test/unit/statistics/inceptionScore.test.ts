import assert from 'node:assert/strict';
import { featureRows } from '../../../engine/statistics/featureRows.js';
import { inceptionScore, probabilitiesOf } from '../../../engine/statistics/inceptionScore.js';
import { judged, near } from './judgedStyle.js';

describe('inception score', () => {
  for (const { logits, splits, mean, standardDeviation } of judged.inception)
    it(`equals NumPy’s with ${splits} splits`, () => {
      const found = inceptionScore(probabilitiesOf(featureRows(logits)), splits);
      near([found.mean, found.standardDeviation], [mean, standardDeviation]);
    });

  it('is the number of classes if each image is surely of another one', () =>
    near(
      [
        inceptionScore(
          featureRows([
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ]),
          1,
        ).mean,
      ],
      [3],
    ));

  it('is refused for fewer images than splits', () =>
    assert.throws(() => inceptionScore(featureRows([[1, 0]]), 10), /1 images cannot be split into 10/));
});
