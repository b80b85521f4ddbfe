import assert from 'node:assert/strict';
import { blackIsPositive } from '../../../engine/postprocessing/blackIsPositive.js';
import type { Raster } from '../../../engine/protocol/raster.js';

const pixel = (...rgb: number[]): Raster => ({
  width: 1,
  height: 1,
  channels: 3,
  data: Uint8Array.from(rgb),
});

describe('a negative pixel', () => {
  for (const [what, ihc, expected] of [
    ['black is positive', [12, 8, 10], [200, 5, 0]],
    ['dark brown is positive', [90, 45, 20], [200, 5, 0]],
    ['dark blue stays negative', [20, 15, 95], [0, 5, 200]],
    ['pale blue stays negative', [150, 170, 215], [0, 5, 200]],
  ] as const)
    it(what, () => {
      const map = pixel(0, 5, 200);
      blackIsPositive(map, pixel(...ihc));
      assert.deepEqual([...map.data], expected);
    });

  it('is not made of a positive one, nor of background', () => {
    const [positive, background] = [pixel(220, 0, 30), pixel(0, 0, 0)];
    for (const map of [positive, background]) blackIsPositive(map, pixel(5, 5, 5));
    assert.deepEqual([...positive.data, ...background.data], [220, 0, 30, 0, 0, 0]);
  });
});
