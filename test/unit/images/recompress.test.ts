import { picture } from '../dataset/drawnTiles.js';
import { recompressed } from '../../../engine/images/recompress.js';
import assert from 'node:assert/strict';

describe('a picture compressed as JPEG', () => {
  it('loses a little, and less at a higher quality', async () => {
    const smooth = picture(32, 32, (x, y) => [200 - 3 * x, 180 - 2 * y, 210]);
    const error = async (quality: number) => {
      const after = await recompressed(smooth, quality);
      return (
        after.data.reduce((sum, level, i) => sum + Math.abs(level - smooth.data[i]!), 0) / after.data.length
      );
    };
    const [low, high] = [await error(5), await error(95)];
    assert.ok(high > 0 && high < 2 && low > high, `${low}, ${high}`);
  });
});
