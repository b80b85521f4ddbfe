import assert from 'node:assert/strict';
import { outlineSegments } from '../../../../webview/viewer/outlineSegments.js';
import { pageCells, square, type Outline } from './squareCells.js';

const red = [255, 0, 0, 255];
const blue = [0, 0, 255, 128];
/** A ring of corners on a circle of a radius of 100 px, 1 px apart. */
const ring: Outline = Array.from({ length: 628 }, (_, i) => [
  200 + 100 * Math.cos((i / 314) * Math.PI),
  200 + 100 * Math.sin((i / 314) * Math.PI),
]);

describe('outlines as segments', () => {
  it('are closed, and where the outlines are', () => {
    const { length, from, to } = outlineSegments(pageCells([square(3, 5, 2)]), [0], () => red);
    assert.equal(length, 4);
    assert.deepEqual([...from], [3, 5, 3, 7, 5, 7, 5, 5]);
    assert.deepEqual([...to], [3, 7, 5, 7, 5, 5, 3, 5]);
  });

  it('are those of the cells asked for, each in its colour', () => {
    const cells = pageCells([square(0, 0, 1), square(10, 0, 1), square(20, 0, 1)]);
    const { length, from, colours } = outlineSegments(cells, [2, 0], (i) => (i === 0 ? red : blue));
    assert.equal(length, 8);
    assert.deepEqual([from[0], from[8]], [20, 0]);
    assert.deepEqual([...colours.subarray(0, 4), ...colours.subarray(28, 32)], [...blue, ...red]);
  });

  it('are none without cells or corners', () => {
    assert.equal(outlineSegments(pageCells([]), [], () => red).length, 0);
    assert.equal(outlineSegments(pageCells([[]]), [0], () => red).length, 0);
  });

  for (const leastPx of [2, 5, 20])
    it(`stay within ${leastPx} px of the outline where nearer corners are left out, and are fewer`, () => {
      const cells = pageCells([ring]);
      const { length, from, to, colours } = outlineSegments(cells, [0], () => red, leastPx);
      assert.ok(length <= 628 / leastPx + 2, `${length} segments`);
      assert.equal(colours.length, 4 * length);
      for (let i = 0; i < length; i++) {
        assert.deepEqual(
          [...to.subarray(2 * i, 2 * i + 2)],
          [...from.subarray((2 * i + 2) % (2 * length))].slice(0, 2),
        );
        const middle = Math.hypot(
          (from[2 * i]! + to[2 * i]!) / 2 - 200,
          (from[2 * i + 1]! + to[2 * i + 1]!) / 2 - 200,
        );
        assert.ok(Math.abs(middle - 100) <= leastPx);
      }
    });

  it('still show a cell that is smaller than that', () => {
    const { length, from, to } = outlineSegments(pageCells([square(3, 5, 2)]), [0], () => red, 50);
    assert.deepEqual([length, ...from, ...to], [2, 3, 5, 5, 7, 5, 7, 3, 5]);
  });
});
