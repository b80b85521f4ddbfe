import assert from 'node:assert/strict';
import {
  fullest,
  greyLevel,
  isEmptyTile,
  tileContent,
  tissueVariance,
} from '../../../engine/inference/emptyTile.js';
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

describe('a tile of glass', () => {
  /** 512 px of glass with a disc on it; levels vary by `noise`, as in a scan. */
  const glass = (
    level: number,
    noise: number,
    disc?: { readonly level: number; readonly diameterPx: number },
  ) => {
    const [side, radius] = [512, (disc?.diameterPx ?? 0) / 2];
    const data = new Uint8Array(3 * side ** 2);
    for (let p = 0; p < side ** 2; p++) {
      const [x, y] = [(p % side) - 255.5, Math.floor(p / side) - 255.5];
      const isDisc = x * x + y * y < radius * radius;
      data.fill((isDisc ? disc!.level : level) + ((p * 7919) % (2 * noise + 1)) - noise, 3 * p, 3 * p + 3);
    }
    return { width: side, height: side, channels: 3, data } as const;
  };

  it('is empty without a nucleus, whether white, grey or noisy', () => {
    for (const tile of [glass(255, 0), glass(235, 0), glass(235, 4)]) assert.ok(isEmptyTile(tile));
  });

  it('is not empty with one nucleus of 20 px, which the reference overlooks', () => {
    const onWhite = glass(255, 0, { level: 90, diameterPx: 20 });
    const paleOnNoise = glass(235, 3, { level: 190, diameterPx: 20 });
    for (const tile of [onWhite, paleOnNoise]) {
      assert.equal(tileContent(tile), 'sparse');
      assert.ok(isEmptyTile(tile, 'reference'));
    }
  });

  it('is sparse with a large dark nucleus, and tissue with much more on it', () => {
    assert.equal(tileContent(glass(235, 3, { level: 60, diameterPx: 60 })), 'sparse');
    assert.equal(tileContent(glass(235, 3, { level: 60, diameterPx: 60 }), 'reference'), 'tissue');
    assert.equal(tileContent(glass(235, 3, { level: 60, diameterPx: 120 })), 'tissue');
  });

  it('is empty with a speck of dust of 4 px', () =>
    assert.ok(isEmptyTile(glass(235, 0, { level: 100, diameterPx: 4 }))));

  it('is sparse where all tiles are to be inferred', () =>
    assert.equal(tileContent(glass(255, 0), 'infer'), 'sparse'));

  it('counts as the fullest of the inputs of a model', () => {
    assert.equal(fullest(['empty', 'sparse', 'tissue']), 'tissue');
    assert.equal(fullest(['empty', 'sparse']), 'sparse');
    assert.equal(fullest(['empty', 'empty']), 'empty');
  });
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
