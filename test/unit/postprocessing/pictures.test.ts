import assert from 'node:assert/strict';
import {
  NEGATIVE,
  NEGATIVE_BORDER,
  POSITIVE,
  POSITIVE_BORDER,
} from '../../../engine/postprocessing/labels.js';
import { paintOverlay, paintRefined } from '../../../engine/postprocessing/pictures.js';
import type { Raster } from '../../../engine/protocol/raster.js';

const mask: Raster = {
  width: 3,
  height: 2,
  channels: 1,
  data: Uint8Array.of(0, 100, POSITIVE, NEGATIVE, POSITIVE_BORDER, NEGATIVE_BORDER),
};
const grey = [7, 7, 7];

describe('SegRefined', () => {
  it('shows bodies in red and blue, outlines in green, nothing else', () =>
    assert.deepEqual(
      [...paintRefined(mask).data],
      [0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 255, 0],
    ));

  it('is the same in bands', () =>
    assert.deepEqual([...paintRefined(mask, 1, 1).data], [...paintRefined(mask).data.subarray(9)]));
});

describe('SegOverlaid', () => {
  const original: Raster = { width: 3, height: 2, channels: 3, data: new Uint8Array(18).fill(7) };

  it('shows outlines in the colour of their class over the untouched image', () => {
    const expected = [...grey, ...grey, ...grey, ...grey, 255, 0, 0, 0, 0, 255];
    assert.deepEqual([...paintOverlay(mask, original).data], expected);
    assert.deepEqual([...original.data], new Array(18).fill(7));
  });

  it('is the same in bands, and over a grey image', () => {
    const band: Raster = { width: 3, height: 1, channels: 1, data: Uint8Array.of(7, 7, 7) };
    assert.deepEqual([...paintOverlay(mask, band, 1).data], [...grey, 255, 0, 0, 0, 0, 255]);
  });

  it('refuses bands that do not fit the mask', () => {
    assert.throws(() => paintOverlay(mask, original, 1), /do not lie in a mask of 2 rows/);
    assert.throws(() => paintOverlay(mask, { ...original, width: 2 }), /must have the same size/);
  });
});
