import assert from 'node:assert/strict';
import { greyLevel, isEmptyTile, tissueVariance } from '../../../engine/inference/emptyTile.js';
import type { Raster } from '../../../engine/protocol/raster.js';

/** A grey row with these levels. */
const tile = (...levels: number[]): Raster => ({
  width: levels.length,
  height: 1,
  channels: 1,
  data: Uint8Array.from(levels),
});

describe('an empty tile', () => {
  it('varies by less than 9: two levels 5 apart have variance 6.25, 6 apart 9', () => {
    assert.equal(tissueVariance(tile(100, 105)), 6.25);
    assert.ok(isEmptyTile(tile(100, 105)));
    assert.equal(tissueVariance(tile(100, 106)), 9);
    assert.ok(!isEmptyTile(tile(100, 106)));
  });

  it('may have pure black and pure white, which do not count', () => {
    assert.equal(tissueVariance(tile(0, 255, 0, 200, 201, 255)), 0.25);
    assert.ok(isEmptyTile(tile(0, 255, 0, 255)));
    assert.ok(!isEmptyTile(tile(1, 254)));
  });

  it('is judged by the luma of its colours', () => {
    const colours = {
      width: 2,
      height: 1,
      channels: 3,
      data: Uint8Array.of(90, 20, 160, 40, 70, 10),
    } as const;
    const greys = [greyLevel(90, 20, 160), greyLevel(40, 70, 10)];
    assert.equal(tissueVariance(colours), ((greys[0]! - greys[1]!) / 2) ** 2);
  });

  it('keeps its precision over many pixels', () =>
    assert.equal(tissueVariance(tile(...Array.from({ length: 100_000 }, (_, i) => 251 + (i % 2)))), 0.25));
});

describe('luma', () => {
  it('is 0.299 R + 0.587 G + 0.114 B, rounded', () => {
    for (const [r, g, b] of [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [12, 200, 77],
      [255, 255, 255],
      [0, 0, 0],
    ] as const)
      assert.equal(greyLevel(r, g, b), Math.round(0.299 * r + 0.587 * g + 0.114 * b));
  });
});
