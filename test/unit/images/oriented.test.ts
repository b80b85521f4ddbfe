import assert from 'node:assert/strict';
import { memorySource, readWhole } from '../../../engine/images/memory.js';
import { oriented } from '../../../engine/images/oriented.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { cutOut, patterned } from './samplePixels.js';

/** 1 2 3 over 4 5 6. */
const STORED: Raster = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

/** EXIF 2.32, tag 0x0112: where the stored first row and first column are on the upright picture. */
const UPRIGHT: Readonly<Record<number, readonly number[][]>> = {
  1: [
    [1, 2, 3],
    [4, 5, 6],
  ], // top, left
  2: [
    [3, 2, 1],
    [6, 5, 4],
  ], // top, right
  3: [
    [6, 5, 4],
    [3, 2, 1],
  ], // bottom, right
  4: [
    [4, 5, 6],
    [1, 2, 3],
  ], // bottom, left
  5: [
    [1, 4],
    [2, 5],
    [3, 6],
  ], // left, top
  6: [
    [4, 1],
    [5, 2],
    [6, 3],
  ], // right, top
  7: [
    [6, 3],
    [5, 2],
    [4, 1],
  ], // right, bottom
  8: [
    [3, 6],
    [2, 5],
    [1, 4],
  ], // left, bottom
};

describe('an image turned upright', () => {
  for (const [orientation, rows] of Object.entries(UPRIGHT))
    it(`by EXIF orientation ${orientation}`, async () => {
      const source = oriented(memorySource(STORED), Number(orientation));
      const upright = await readWhole(source);
      assert.deepEqual([source.width, source.height], [rows[0]!.length, rows.length]);
      assert.deepEqual([...upright.data], rows.flat());
    });

  for (const orientation of [5, 6, 7, 8, 2, 3, 4])
    it(`gives the same pixels piece by piece (orientation ${orientation})`, async () => {
      const source = oriented(memorySource(patterned(19, 13)), orientation);
      const whole = await readWhole(source);
      const part = await source.read(2, 3, 9, 8);
      assert.deepEqual([...part.data], cutOut(whole, 2, 3, 9, 8));
    });

  for (const orientation of [undefined, 0, 9, 65_535])
    it(`stays as it is with orientation ${orientation}`, () => {
      const source = memorySource(STORED);
      assert.equal(oriented(source, orientation), source);
    });
});
