// Cells from afar: places of their dots, the order in which they cover each other, the size of the picture.

import assert from 'node:assert/strict';
import { pointPicture, type PointPicture } from '../../../../webview/viewer/pointPicture.js';

const RED = [255, 0, 0, 255];
const FAINT = [0, 0, 255, 50];

/** The colour at a place of the image. */
function at({ width, height, rgba, bounds: [left, top, right, bottom] }: PointPicture, x: number, y: number) {
  const column = Math.floor(((x - left) / (right - left)) * width);
  const row = Math.floor(((y - top) / (bottom - top)) * height);
  return [...rgba.subarray(4 * (row * width + column), 4 * (row * width + column) + 4)];
}

describe('cells from afar', () => {
  it('are dots at their centres, on nothing', () => {
    const picture = pointPicture(Float32Array.of(100, 50, 900, 450), () => RED);
    assert.deepEqual(at(picture, 100, 50), RED);
    assert.deepEqual(at(picture, 899, 449), RED);
    assert.deepEqual(at(picture, 500, 250), [0, 0, 0, 0]);
  });

  it('that are dimmed or not counted lie below those that count', () => {
    const same = Float32Array.of(10, 10, 10, 10);
    for (const colours of [
      [RED, FAINT],
      [FAINT, RED],
    ])
      assert.deepEqual(
        at(
          pointPicture(same, (cell) => colours[cell]!),
          10,
          10,
        ),
        RED,
      );
  });

  it('take no more room than a screen has, however large the image is', () => {
    const { width, height, bounds } = pointPicture(Float32Array.of(8, 8, 99_992, 49_992), () => RED);
    assert.deepEqual([width, height], [2048, 1024]);
    assert.deepEqual(bounds, [0, 0, 100_000, 50_000]);
  });

  it('may be one alone', () => {
    const picture = pointPicture(Float32Array.of(5, 5), () => FAINT);
    assert.deepEqual(at(picture, 5, 5), FAINT);
  });
});
