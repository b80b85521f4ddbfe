import assert from 'node:assert/strict';
import { levelCount, levelSize, type PictureInfo } from '../../../../engine/protocol/pictures.js';
import { levelFor, tileBounds, tileKey, tilesInSight } from '../../../../webview/viewer/tileChoice.js';

const info: PictureInfo = { widthPx: 3000, heightPx: 1100, levels: levelCount(3000, 1100) };
const keys = (zoom: number, bounds: readonly [number, number, number, number]) =>
  tilesInSight(info, zoom, bounds).map(tileKey);

describe('the tiles that a view needs', () => {
  it('are of the level that is as fine as the screen, or a little finer', () => {
    for (const [zoom, level] of [
      [3, 0],
      [0, 0],
      [-0.9, 0],
      [-1, 1],
      [-1.5, 1],
      [-2, 2],
      [-20, 3],
    ] as const)
      assert.equal(levelFor(zoom, 4), level, `zoom ${zoom}`);
  });

  it('cover all of the picture that is in sight, and no more', () => {
    assert.deepEqual(keys(0, [0, 0, 100, 100]), ['0/0/0']);
    assert.deepEqual(new Set(keys(0, [500, 500, 520, 520])), new Set(['0/0/0', '0/1/0', '0/0/1', '0/1/1']));
    assert.equal(keys(0, [-9999, -9999, 9999, 9999]).length, 6 * 3);
    assert.equal(keys(-1, [-9999, -9999, 9999, 9999]).length, 3 * 2);
    assert.deepEqual(keys(-12, [-9999, -9999, 9999, 9999]), ['3/0/0']);
  });

  it('are none where the picture is not in sight', () => {
    assert.deepEqual(keys(0, [-900, 0, -100, 100]), []);
    assert.deepEqual(keys(0, [3100, 0, 4000, 100]), []);
  });

  it('come in order of their distance from the middle', () => {
    const order = tilesInSight(info, 0, [0, 0, 3000, 512]).map(({ column }) => column);
    assert.deepEqual(new Set(order.slice(0, 2)), new Set([2, 3]));
    assert.deepEqual(new Set(order.slice(-2)), new Set([0, 5]));
  });

  it('lie where their pixels are', () => {
    assert.deepEqual(
      tileBounds({ level: 1, column: 1, row: 0 }, { widthPx: 512, heightPx: 512 }),
      [1024, 0, 2048, 1024],
    );
    const { widthPx, heightPx } = levelSize(info, 2);
    const last = tileBounds({ level: 2, column: 1, row: 0 }, { widthPx: widthPx - 512, heightPx });
    assert.deepEqual(last, [2048, 0, 3000, 1100]);
  });
});
