import { picture, pattern } from './drawnTiles.js';
import { randomFrom } from '../../../engine/random/random.js';
import { changeStains, drawStainChange } from '../../../engine/dataset/stainJitter.js';
import assert from 'node:assert/strict';

describe('a change of stains', () => {
  it('moves colours by amounts of stain in optical density (numbers of NumPy)', () => {
    const colours = [
      [80, 60, 120, 67, 50, 99],
      [200, 190, 220, 184, 179, 196],
      [255, 255, 255, 241, 248, 232],
      [0, 0, 0, 0, 0, 0],
      [120, 80, 40, 98, 57, 25],
    ];
    for (const [r, g, b, ...expected] of colours)
      assert.deepEqual(
        [
          ...changeStains(
            picture(1, 1, () => [r!, g!, b!]),
            { factor: [1.1, 0.9, 1.2], shift: [0.02, -0.03, 0.05] },
          ).data,
        ],
        expected,
      );
  });

  it('leaves the image as it is with factor 1 and shift 0', () => {
    const tile = pattern(16);
    assert.deepEqual(changeStains(tile, { factor: [1, 1, 1], shift: [0, 0, 0] }), tile);
  });

  it('is drawn within its bounds', () => {
    const random = randomFrom(3);
    for (let i = 0; i < 100; i++) {
      const { factor, shift } = drawStainChange(0.2, random);
      assert.ok(factor.every((f) => f >= 0.8 && f <= 1.2) && shift.every((s) => s >= -0.2 && s <= 0.2));
    }
  });
});
