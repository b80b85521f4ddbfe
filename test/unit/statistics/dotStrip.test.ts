// Layout of a strip of dots.

import assert from 'node:assert/strict';
import { axisOf, dotStrip } from '../../../engine/statistics/dotStrip.js';

const SIZE = { width: 104, height: 20, radius: 2 };

describe('a strip of dots', () => {
  it('has a dot for each value at its place, within the strip', () => {
    const { dots, at } = dotStrip([0, 0.5, 1, NaN], [0, 1], SIZE);
    assert.deepEqual(dots.slice(0, 3), [
      { x: 2, y: 10 },
      { x: 52, y: 10 },
      { x: 102, y: 10 },
    ]);
    assert.ok(Number.isNaN(dots[3]!.x));
    assert.equal(at(2), 102, 'values beyond the axis lie at its end');
  });

  it('stacks close values on both sides of the middle', () => {
    const { dots } = dotStrip([0.5, 0.5, 0.5], [0, 1], SIZE);
    assert.deepEqual(
      dots.map(({ y }) => y),
      [10, 13, 7],
    );
  });

  it('has an axis of shares from 0 to 1, and of others from 0 to the largest', () => {
    assert.deepEqual(axisOf([0.4], true), [0, 1]);
    assert.deepEqual(axisOf([4, 12, NaN], false), [0, 12]);
  });
});
