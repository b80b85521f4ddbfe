import { blurred } from '../../../engine/rendering/smooth.js';
import { picture, pattern } from '../dataset/drawnTiles.js';
import assert from 'node:assert/strict';

describe('a blurred picture', () => {
  it('has a normal curve around a point', () => {
    const point = picture(9, 9, (x, y) => (x === 4 && y === 4 ? [255, 255, 255] : [0, 0, 0]));
    const { data } = blurred(point, 1);
    const row = [0, 1, 2, 3].map((x) => data[3 * (4 * 9 + 4 + x)]!);
    // 255 · (e^(−x²/2) / Σ e^(−k²/2), k = −3 … 3) · (1 / Σ): 0.3991, 0.2420, 0.0540, 0.0044 squared and mixed.
    assert.deepEqual(
      row,
      [0.3991, 0.242, 0.054, 0.0044].map((w) => Math.round(255 * w * 0.3991)),
    );
    assert.deepEqual(blurred(pattern(5), 0), pattern(5));
  });
});
