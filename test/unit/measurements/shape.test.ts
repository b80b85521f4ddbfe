import assert from 'node:assert/strict';
import { circularity, perimeterPx } from '../../../engine/measurements/shape.js';

describe('the shape of a cell', () => {
  it('has straight steps of 1 and diagonal ones of √2, half a pixel further out', () => {
    const square = [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ] as const;
    assert.equal(perimeterPx(square), 16 + Math.PI);
    const diamond = [
      [2, 0],
      [4, 2],
      [2, 4],
      [0, 2],
    ] as const;
    assert.ok(Math.abs(perimeterPx(diamond) - 8 * Math.SQRT2 - Math.PI) < 1e-12);
  });

  it('makes a single pixel a disc of diameter 1', () => assert.equal(perimeterPx([[7, 7]]), Math.PI));

  it('is 1 for a disc, π/4 for a square, and never more than 1', () => {
    assert.equal(circularity(Math.PI, 2 * Math.PI), 1);
    assert.ok(Math.abs(circularity(100, 40) - Math.PI / 4) < 1e-12);
    assert.equal(circularity(1, Math.PI), 1);
  });
});
