import assert from 'node:assert/strict';
import { featureRows } from '../../../engine/statistics/featureRows.js';
import { frechetDistance } from '../../../engine/statistics/frechetDistance.js';
import { judged, near } from './judgedStyle.js';

describe('Fréchet distance', () => {
  for (const { a, b, distance } of judged.frechet)
    it(`equals SciPy’s (${a.length} and ${b.length} images, ${a[0]!.length} features)`, () => {
      near([frechetDistance(featureRows(a), featureRows(b)).distance], [distance]);
      near([frechetDistance(featureRows(b), featureRows(a)).distance], [distance]);
    });

  it('is 0 between equal sets', () => {
    const rows = featureRows(judged.frechet[0]!.a);
    near([frechetDistance(rows, rows).distance], [0], 1e-12);
  });

  it('is said to be biased for fewer images than features, with the number that it needs', () => {
    const [many, few] = judged.frechet.map(({ a, b }) => frechetDistance(featureRows(a), featureRows(b)));
    assert.deepEqual([many!.isBiased, few!.isBiased], [false, true]);
    assert.equal(few!.fewest, 7);
  });
});
