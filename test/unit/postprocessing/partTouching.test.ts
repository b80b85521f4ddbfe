// Nuclei that touch, in drawn maps.

import assert from 'node:assert/strict';
import { components } from '../../../engine/evaluation/components.js';
import { UNKNOWN } from '../../../engine/postprocessing/labels.js';
import { classifyPixels } from '../../../engine/postprocessing/pixelClasses.js';
import { partTouching } from '../../../engine/postprocessing/partTouching.js';
import { DEFAULT_SEG_THRESHOLD } from '../../../engine/postprocessing/thresholds.js';
import type { Raster } from '../../../engine/protocol/raster.js';

const SIDE = 96;

/** Map of negative discs. */
function discs(...all: readonly (readonly [x: number, y: number, radius: number])[]): Raster {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      if (all.some(([x0, y0, radius]) => Math.hypot(x - x0, y - y0) <= radius))
        data[3 * (y * SIDE + x) + 2] = 255;
  return { width: SIDE, height: SIDE, channels: 3, data };
}

/** Cells by the rule of post-processing. */
function cellsOf(map: Raster): number {
  const classes = classifyPixels(map, DEFAULT_SEG_THRESHOLD);
  return components(
    classes.map((label) => (label === UNKNOWN ? 0 : 1)),
    SIDE,
    SIDE,
  ).count;
}

describe('nuclei that touch', () => {
  it('are parted where they are narrow', () => {
    const map = discs([30, 40, 14], [54, 44, 14]);
    assert.equal(cellsOf(map), 1);
    partTouching(map);
    assert.equal(cellsOf(map), 2);
  });

  it('are three where three touch', () => {
    const map = discs([30, 30, 13], [53, 30, 13], [41, 51, 13]);
    partTouching(map);
    assert.equal(cellsOf(map), 3);
  });

  it('stay as they are where a nucleus is one, round or long', () => {
    for (const one of [discs([40, 40, 16]), discs([26, 40, 11], [36, 40, 11], [46, 41, 11])]) {
      const before = one.data.slice();
      partTouching(one);
      assert.deepEqual(one.data, before);
    }
  });
});
