// Metrics of validation: scores of one tile, and their summary over tiles.

import assert from 'node:assert/strict';
import type { Raster } from '../../../../engine/protocol/raster.js';
import { scoreTile, summary } from '../../../../engine/training/run/validationScores.js';

describe('scores of tiles', () => {
  /** 32 × 32 px with squares of 8 px: one positive, as many negative as asked. */
  const map = (negatives: number): Raster => {
    const data = new Uint8Array(3 * 32 * 32);
    const paint = (x: number, y: number, channel: number) => {
      for (let dy = 0; dy < 8; dy++)
        for (let dx = 0; dx < 8; dx++) data[3 * ((y + dy) * 32 + x + dx) + channel] = 255;
    };
    paint(2, 2, 0);
    for (let n = 0; n < negatives; n++) paint(2 + 12 * n, 18, 2);
    return { width: 32, height: 32, channels: 3, data };
  };
  const tile = (truth: Raster, made: Raster) =>
    scoreTile(
      {
        input: map(0),
        truth: new Map([['segmentation', truth]]),
        generated: new Map([['segmentation', made]]),
      },
      ['segmentation'],
    );

  it('are perfect for the truth itself', () => {
    const metrics = summary([tile(map(1), map(1))]);
    for (const name of ['dice', 'iou', 'aji', 'pixel-accuracy', 'negative/dice'])
      assert.equal(metrics[`val/segmentation/${name}`], 1, name);
    assert.equal(metrics['val/segmentation/total-rmse'], 0);
    assert.equal(metrics['val/segmentation/ihc-difference'], 0);
    assert.ok(Math.abs(metrics['val/segmentation/ssim']! - 1) < 1e-12);
    assert.equal(metrics['val/segmentation/mse'], 0);
  });

  it('are means over tiles; counts are off by the root of the mean square', () => {
    // One negative cell of 64 px each that is not there: Dice of the class 2 · 64 / (128 + 64) = 2/3.
    const tiles = [tile(map(1), map(2)), tile(map(1), map(1))];
    const metrics = summary(tiles);
    assert.ok(Math.abs(metrics['val/segmentation/negative/dice']! - (2 / 3 + 1) / 2) < 1e-12);
    assert.equal(metrics['val/segmentation/positive/dice'], 1);
    assert.equal(metrics['val/segmentation/negative-rmse'], Math.sqrt(1 / 2));
    assert.equal(metrics['val/segmentation/positive-rmse'], 0);
    // 64 of 1024 px are blue instead of black in one of two tiles, and blue has 7.21 % of the grey.
    assert.ok(Math.abs(metrics['val/segmentation/mse']! - (0.0721 ** 2 * 64) / 1024 / 2) < 1e-12);
    // 1 of 3 positive instead of 1 of 2, in one of two tiles
    assert.ok(Math.abs(metrics['val/segmentation/ihc-difference']! - (50 - 100 / 3) / 2) < 1e-9);
  });
});
