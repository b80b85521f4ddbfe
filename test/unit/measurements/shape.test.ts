import assert from 'node:assert/strict';
import { cellRecord } from '../../../engine/postprocessing/cellRecord.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { BACKGROUND, NEGATIVE } from '../../../engine/postprocessing/labels.js';
import { circularity, perimeterPx } from '../../../engine/measurements/shape.js';

/** Record of the cell that covers these pixels. */
function drawn(sidePx: number, isCell: (x: number, y: number) => boolean) {
  const plane = Uint8Array.from({ length: sidePx ** 2 }, (_, i) =>
    isCell(i % sidePx, Math.floor(i / sidePx)) ? NEGATIVE : BACKGROUND,
  );
  const { mask, cells } = findCells(plane, sidePx, sidePx);
  return cellRecord(mask, cells, 0);
}

describe('the shape of a cell', () => {
  it('has straight steps of 1 and diagonal ones of √2', () => {
    const square = [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ] as const;
    assert.equal(perimeterPx(square), 16);
    const diamond = [
      [2, 0],
      [4, 2],
      [2, 4],
      [0, 2],
    ] as const;
    assert.ok(Math.abs(perimeterPx(diamond) - 8 * Math.SQRT2) < 1e-12);
  });

  // skimage.measure.perimeter(mask, neighborhood=4) of scikit-image 0.26.0.
  for (const [name, sidePx, isCell, area, perimeter] of [
    ['a square', 30, (x, y) => x >= 5 && x < 25 && y >= 5 && y < 25, 400, 76],
    ['a disc', 41, (x, y) => (x - 20) ** 2 + (y - 20) ** 2 <= 15 ** 2, 709, 98.9116882454314],
    ['an ellipse', 51, (x, y) => ((x - 25) / 20) ** 2 + ((y - 20) / 9) ** 2 <= 1, 555, 97.25483399593904],
    ['a diamond', 31, (x, y) => Math.abs(x - 15) + Math.abs(y - 15) <= 12, 313, 67.88225099390857],
    [
      'a tilted bar',
      61,
      (x, y) =>
        Math.abs((x - 30) * 0.8 + (y - 30) * 0.6) <= 18 && Math.abs(-(x - 30) * 0.6 + (y - 30) * 0.8) <= 7,
      511,
      102.02438661763952,
    ],
  ] as readonly (readonly [string, number, (x: number, y: number) => boolean, number, number])[])
    it(`is that of scikit-image for ${name}`, () => {
      const { size, boundary } = drawn(sidePx, isCell);
      assert.equal(size, area);
      assert.ok(Math.abs(perimeterPx(boundary) - perimeter) < 1e-9);
      const expected = (4 * Math.PI * area) / perimeter ** 2;
      assert.ok(Math.abs(circularity(size, perimeterPx(boundary)) - expected) < 1e-9);
    });

  it('gives a single pixel no perimeter', () => assert.equal(perimeterPx([[7, 7]]), 0));

  it('is 1 for a disc, π/4 for a square, and never more than 1', () => {
    assert.equal(circularity(Math.PI, 2 * Math.PI), 1);
    assert.ok(Math.abs(circularity(100, 40) - Math.PI / 4) < 1e-12);
    assert.equal(circularity(1, 0), 1);
  });
});
