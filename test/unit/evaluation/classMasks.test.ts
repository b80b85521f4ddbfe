import assert from 'node:assert/strict';
import { masksOfRawMap } from '../../../engine/evaluation/classMasks.js';
import type { Raster } from '../../../engine/protocol/raster.js';

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
