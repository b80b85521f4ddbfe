// Background colours of synthetic samples, worked out by hand.

import assert from 'node:assert/strict';
import type { Raster, Rgb } from '../../../engine/protocol/raster.js';
import { backgroundColours } from '../../../engine/dataset/backgroundColours.js';

const BLACK: Rgb = [0, 0, 0];

/** A picture with `colour(x, y)` at every pixel. */
function picture(width: number, height: number, colour: (x: number, y: number) => Rgb): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3);
  return { width, height, channels: 3, data };
}

const plain = (colour: Rgb, width = 64, height = 32) => picture(width, height, () => colour);
/** Colours of a cell: grey levels far apart. */
const busy = (x: number): Rgb => (x % 2 ? [200, 0, 0] : [0, 0, 90]);

describe('background colours', () => {
  it('are the mean of each modality where the segmentation shows nothing', () => {
    const segmentation = picture(64, 32, (x) => (x < 32 ? BLACK : busy(x)));
    const modality = picture(64, 32, (x) => (x < 32 ? [x % 2 ? 10 : 20, 7, 0] : [255, 255, 255]));
    assert.deepEqual(backgroundColours([{ segmentation, translations: [modality] }]), [[15, 7, 0]]);
  });

  it('are truncated for each sample and again over the samples', () => {
    const levels = (a: number, b: number) => picture(64, 32, (x) => [x % 2 ? a : b, 0, 0]);
    const sample = (modality: Raster) => ({ segmentation: plain(BLACK), translations: [modality] });
    // 10.5 → 10 and 11.5 → 11, whose mean 10.5 → 10; without the first truncation it would be 11.
    assert.deepEqual(backgroundColours([sample(levels(10, 11)), sample(levels(11, 12))]), [[10, 0, 0]]);
  });

  it('leave out samples that are covered with cells', () => {
    const covered = { segmentation: picture(64, 32, busy), translations: [plain([99, 99, 99])] };
    const open = { segmentation: plain(BLACK), translations: [plain([1, 2, 3])] };
    assert.deepEqual(backgroundColours([covered, open]), [[1, 2, 3]]);
  });

  it('are black if no sample has background', () =>
    assert.deepEqual(
      backgroundColours([
        { segmentation: picture(64, 32, busy), translations: [plain([9, 9, 9]), plain([8, 8, 8])] },
      ]),
      [BLACK, BLACK],
    ));

  it('use ten samples and draw no further one', () => {
    let drawn = 0;
    function* samples() {
      for (;;) {
        drawn++;
        yield { segmentation: plain(BLACK), translations: [plain([drawn, 0, 0])] };
      }
    }
    assert.deepEqual(backgroundColours(samples()), [[5, 0, 0]]); // the mean of 1 … 10 is 5.5
    assert.equal(drawn, 10);
  });

  it('include the smaller squares at the edges', () => {
    const segmentation = picture(40, 32, (x) => (x < 32 ? busy(x) : BLACK));
    const modality = picture(40, 32, (x) => (x < 32 ? [250, 0, 0] : [4, 0, 0]));
    assert.deepEqual(backgroundColours([{ segmentation, translations: [modality] }]), [[4, 0, 0]]);
  });
});
