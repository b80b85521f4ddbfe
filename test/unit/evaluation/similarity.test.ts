import assert from 'node:assert/strict';
import { meanSquaredError, ssim } from '../../../engine/evaluation/similarity.js';
import type { Raster } from '../../../engine/protocol/raster.js';

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
  it('has the values of scikit-image 0.26 for colours, and for pictures of more than one band of rows', () => {
    const colours = (other: number): Raster => ({
      ...{ width: 16, height: 12, channels: 3 },
      data: Uint8Array.from({ length: 16 * 12 * 3 }, (_, i) => {
        const [x, y, c] = [Math.floor(i / 3) % 16, Math.floor(i / 48), i % 3];
        return 37 * x + 11 * y + 53 * c + other * ((x * y * 7 + c * 5) % 40);
      }),
    });
    assert.ok(Math.abs(meanSquaredError(colours(0), colours(1)) - 0.03588133643306421) < 1e-12);
    assert.ok(Math.abs(ssim(colours(0), colours(1)) - 0.46538402058426653) < 1e-12);
    const tall = (other: number): Raster => ({
      ...{ width: 13, height: 600, channels: 1 },
      data: Uint8Array.from({ length: 13 * 600 }, (_, i) => {
        const [x, y] = [i % 13, Math.floor(i / 13)];
        return 37 * x + 11 * y + other * ((x * y) % 40);
      }),
    });
    assert.ok(Math.abs(ssim(tall(0), tall(1)) - 0.6060359582268595) < 1e-12);
  });
  it('needs images of one size that the window fits into', () => {
    const small = { width: 8, height: 8, channels: 1, data: new Uint8Array(64) } as const;
    assert.throws(() => ssim(small, small), /at least 11/);
    assert.throws(() => ssim(small, pattern), /pixel by pixel/);
  });
});
