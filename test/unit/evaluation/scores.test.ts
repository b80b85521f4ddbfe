// Pixel scores, quantification and similarity, by hand; against the reference's numbers: test/parity/gMetrics.ts.

import assert from 'node:assert/strict';
import { masksOfRawMap } from '../../../engine/evaluation/classMasks.js';
import { countPixels, pixelScores } from '../../../engine/evaluation/pixelAgreement.js';
import { ihcDifference, rootMeanSquareError } from '../../../engine/evaluation/quantification.js';
import { segmentationScores } from '../../../engine/evaluation/segmentationScores.js';
import { meanSquaredError, ssim } from '../../../engine/evaluation/similarity.js';
import type { Raster } from '../../../engine/protocol/raster.js';

describe('pixel scores', () => {
  it('count a class in truth and prediction', () => {
    const counts = countPixels([1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 0, 1, 0, 0, 0, 0]);
    assert.deepEqual(counts, { truePositive: 2, falsePositive: 1, falseNegative: 1, trueNegative: 4 });
    const { dice, iou, precision, recall, pixelAccuracy } = pixelScores(counts);
    assert.deepEqual([dice, iou, precision, recall, pixelAccuracy], [4 / 6, 2 / 4, 2 / 3, 2 / 3, 6 / 8]);
  });
  it('of a missed class keep what is right of the background, the reference’s do not', () => {
    const missed = countPixels([1, 0, 0, 0], [0, 0, 0, 0]);
    assert.equal(pixelScores(missed).pixelAccuracy, 3 / 4);
    assert.equal(pixelScores(missed).dice, 0);
    assert.equal(pixelScores(missed, { asReference: true }).pixelAccuracy, 0);
  });
  it('of two empty masks are 1', () => {
    const nothing = countPixels([0, 0], [0, 0]);
    for (const asReference of [false, true])
      assert.deepEqual([...new Set(Object.values(pixelScores(nothing, { asReference })))], [1]);
  });
  it('refuse masks of different sizes', () => assert.throws(() => countPixels([1], [1, 0]), RangeError));
});

describe('segmentation scores', () => {
  const masks = (positive: number[], negative: number[]) => ({
    width: positive.length,
    height: 1,
    positive: Uint8Array.from(positive),
    negative: Uint8Array.from(negative),
  });
  it('are those of both classes and their mean; AJI only where there are nuclei', () => {
    const { positive, negative, mean } = segmentationScores(
      masks([1, 1, 0, 0], [0, 0, 0, 0]),
      masks([1, 0, 0, 0], [0, 0, 0, 0]),
    );
    assert.equal(positive.dice, 2 / 3);
    assert.equal(negative.dice, 1);
    assert.equal(mean.dice, (2 / 3 + 1) / 2);
    assert.deepEqual([positive.aji, negative.aji, mean.aji], [1 / 2, null, 1 / 2]);
  });
});

describe('quantification', () => {
  it('measures counts by the root of the mean square', () => {
    const pairs = [
      { truth: 10, predicted: 13 },
      { truth: 7, predicted: 3 },
    ];
    assert.equal(rootMeanSquareError(pairs), Math.sqrt((9 + 16) / 2));
    assert.equal(rootMeanSquareError([]), null);
  });
  it('compares shares of positive cells in percentage points', () => {
    assert.equal(ihcDifference({ positive: 1, negative: 3 }, { positive: 1, negative: 1 }), 25);
    assert.equal(ihcDifference({ positive: 0, negative: 0 }, { positive: 2, negative: 0 }), 100);
  });
});

describe('similarity', () => {
  const image = (value: (x: number, y: number) => number): Raster => ({
    width: 16,
    height: 12,
    channels: 1,
    data: Uint8Array.from({ length: 16 * 12 }, (_, i) => value(i % 16, Math.floor(i / 16))),
  });
  const pattern = image((x, y) => (37 * x + 11 * y) % 256);
  it('of an image with itself is 1, and its error 0', () => {
    assert.ok(Math.abs(ssim(pattern, pattern) - 1) < 1e-12);
    assert.equal(meanSquaredError(pattern, pattern), 0);
  });
  it('of two flat images is that of their brightness alone', () => {
    // (2 · 0.2 · 0.4 + 0.0001) / (0.04 + 0.16 + 0.0001), Wang et al. 2004, equation 6
    const similarity = ssim(
      image(() => 51),
      image(() => 102),
    );
    assert.ok(Math.abs(similarity - 0.1601 / 0.2001) < 1e-9);
  });
  it('needs images of one size that the window fits into', () => {
    const small = { width: 8, height: 8, channels: 1, data: new Uint8Array(64) } as const;
    assert.throws(() => ssim(small, small), /at least 11/);
    assert.throws(() => ssim(small, pattern), /pixel by pixel/);
  });
});

describe('masks of a raw map', () => {
  it('give a cluster the colour of most of its pixels and leave small ones out', () => {
    const [red, blue, none, line] = [
      [200, 0, 0],
      [0, 0, 200],
      [0, 0, 0],
      [200, 150, 0],
    ];
    const pixels = [red, blue, blue, none, red, none, red, blue, none, line, red, red];
    const map: Raster = {
      width: 12,
      height: 1,
      channels: 3,
      data: Uint8Array.from(pixels.flat()),
    };
    const { positive, negative } = masksOfRawMap(map, {
      threshold: 100,
      boundaryThreshold: 100,
      smallestPx: 2,
    });
    assert.equal(negative.join(''), '111000000000');
    assert.equal(positive.join(''), '000000110011');
  });
});
