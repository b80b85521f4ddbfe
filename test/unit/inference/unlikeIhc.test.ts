// The rule that tells images that are no IHC, on images of known stains.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readRaster } from '../../../engine/dataset/readSample.js';
import { countColours, noColours, unlikeIhc } from '../../../engine/inference/unlikeIhc.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { ROOT } from '../sourceTree.js';

/** Picture of 100 × 100 px with so many rows of each colour. */
function picture(...parts: readonly (readonly [rows: number, rgb: readonly number[]])[]): Raster {
  const colours = parts.flatMap(([rows, rgb]) => Array<readonly number[]>(rows * 100).fill(rgb));
  return { width: 100, height: 100, channels: 3, data: Uint8Array.from(colours.flat()) };
}

function noticeOf(...tiles: readonly Raster[]): string | undefined {
  const counts = noColours();
  for (const tile of tiles) countColours(counts, tile);
  return unlikeIhc(counts);
}

const GLASS = [240, 240, 238];
const BLUE_NUCLEI = [120, 130, 190];
const BROWN_NUCLEI = [120, 75, 45];
const EOSIN = [225, 150, 185];

describe('an image that is no IHC', () => {
  it('is told by its pink: H&E', () =>
    assert.match(
      noticeOf(picture([40, GLASS], [40, EOSIN], [20, BLUE_NUCLEI]))!,
      /^67 % .*pink or red.*H&E/,
    ));

  it('is told by its darkness: fluorescence', () =>
    assert.match(noticeOf(picture([95, [8, 8, 12]], [5, [60, 90, 255]]))!, /dark, as fluorescence/));

  it('is not IHC with blue and brown nuclei, nor without any', () => {
    assert.equal(noticeOf(picture([60, GLASS], [30, BLUE_NUCLEI], [10, BROWN_NUCLEI])), undefined);
    assert.equal(noticeOf(picture([100, GLASS])), undefined);
    assert.equal(noticeOf(), undefined);
  });

  it('is told by more brown than nuclei can have: stained cytoplasm', () =>
    assert.match(
      noticeOf(picture([40, GLASS], [20, BLUE_NUCLEI], [40, BROWN_NUCLEI]))!,
      /^40 % .*brown.*cytoplasm/,
    ));

  it('is not a real IHC tile', async () =>
    assert.equal(
      noticeOf(await readRaster(join(ROOT, 'test/fixtures/deepliif/d_model/22_2.png'))),
      undefined,
    ));
});
