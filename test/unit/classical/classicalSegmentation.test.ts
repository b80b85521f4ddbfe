// Classical segmentation: threshold, distances, watershed, and a drawn slide.

import assert from 'node:assert/strict';
import { classicalSegmentation } from '../../../engine/classical/classicalSegmentation.js';
import { distanceTransform } from '../../../engine/postprocessing/distanceTransform.js';
import { otsuThreshold } from '../../../engine/classical/otsu.js';
import { peaksOf, watershed } from '../../../engine/postprocessing/watershed.js';
import { components } from '../../../engine/evaluation/components.js';
import { masksOfPicture } from '../../../engine/evaluation/classMasks.js';
import { paintRefined } from '../../../engine/postprocessing/pictures.js';
import type { Rgb } from '../../../engine/protocol/raster.js';

const SIDE = 96;

/** Discs on a white slide. */
function slide(discs: readonly { x: number; y: number; radius: number; colour: Rgb }[]) {
  const data = new Uint8Array(3 * SIDE * SIDE).fill(240);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      for (const disc of discs)
        if (Math.hypot(x - disc.x, y - disc.y) <= disc.radius) data.set(disc.colour, 3 * (y * SIDE + x));
  return { width: SIDE, height: SIDE, channels: 3 as const, data };
}
const BLUE: Rgb = [110, 120, 190];
const BROWN: Rgb = [110, 70, 40];

describe('a classical segmentation', () => {
  it('parts two groups of values between them', () => {
    const threshold = otsuThreshold([0, 1, 2, 98, 99, 100])!;
    assert.ok(threshold > 2 && threshold < 98, String(threshold));
    assert.equal(otsuThreshold([5, 5, 5]), undefined);
  });

  it('knows the exact distance to the outside', () => {
    const mask = Uint8Array.from({ length: 25 }, (_, i) => (i === 0 ? 0 : 1));
    const distances = distanceTransform(mask, 5, 5);
    assert.equal(distances[0], 0);
    assert.equal(distances[4 * 5 + 3], 5, '3, 4, 5');
  });

  it('parts touching nuclei where they are narrow', () => {
    const heights = Float32Array.from([0, 1, 2, 1, 0.5, 1, 2, 1, 0]);
    const peaks = peaksOf(heights, 9, 1, 2);
    assert.deepEqual(peaks, [2, 6]);
    const labels = [...watershed(heights, 9, 1, peaks)];
    assert.deepEqual([labels[1], labels[3], labels[5], labels[7]], [1, 1, 2, 2]);
    assert.deepEqual([labels[0], labels[8]], [0, 0]);
  });

  it('finds blue nuclei negative and brown ones positive, and draws touching ones apart', () => {
    const image = slide([
      { x: 24, y: 24, radius: 12, colour: BLUE },
      { x: 46, y: 24, radius: 12, colour: BLUE },
      { x: 40, y: 70, radius: 12, colour: BROWN },
    ]);
    const { mask, positive, negative } = classicalSegmentation(image, { mpp: 0.25 });
    assert.deepEqual({ positive, negative }, { positive: 1, negative: 2 });
    const masks = masksOfPicture(paintRefined(mask));
    assert.equal(components(masks.negative, SIDE, SIDE).count, 2, 'as evaluations count them');
    assert.equal(components(masks.positive, SIDE, SIDE).count, 1);
  });

  it('finds nothing on glass', () => {
    const { positive, negative } = classicalSegmentation(slide([]), { mpp: 0.25 });
    assert.equal(positive + negative, 0);
  });
});
