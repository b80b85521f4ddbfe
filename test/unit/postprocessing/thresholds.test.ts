import assert from 'node:assert/strict';
import type { CellList } from '../../../engine/postprocessing/cellColumns.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { NEGATIVE, UNKNOWN } from '../../../engine/postprocessing/labels.js';
import { automaticMarkerThreshold, markerRange } from '../../../engine/postprocessing/markerThreshold.js';
import { automaticSizeThreshold } from '../../../engine/postprocessing/sizeThreshold.js';
import {
  largeNoiseThreshold,
  requireSensible,
  resolutionOfTile,
  resolveThresholds,
  type PostprocessOptions,
} from '../../../engine/postprocessing/thresholds.js';
import { EngineError } from '../../../engine/protocol/errors.js';

/** Cells of these sizes, one per row. */
function cellsOfSizes(...sizes: readonly number[]): CellList {
  const width = Math.max(0, ...sizes) + 1;
  const plane = new Uint8Array(width * sizes.length * 2).fill(UNKNOWN);
  sizes.forEach((size, i) => plane.fill(NEGATIVE, 2 * i * width, 2 * i * width + size));
  return findCells(plane, width, sizes.length * 2, { noiseThreshold: 0 }).cells;
}

describe('the automatic size threshold', () => {
  it('is 0 without at least two cells', () => {
    assert.equal(automaticSizeThreshold(cellsOfSizes(), '40x'), 0);
    assert.equal(automaticSizeThreshold(cellsOfSizes(300), '40x'), 0);
  });

  it('lies one step before the valley between debris and cells', () => {
    // Humps at √36 = 6 and √144 = 12, valley at 9. Step (12 + 1)/500 = 0.026: nearest point 346, so 345 × 0.026 =
    // 8.97, squared 80.46.
    assert.equal(automaticSizeThreshold(cellsOfSizes(36, 144), '40x'), 80);
    assert.equal(automaticSizeThreshold(cellsOfSizes(144, 36, 36, 144), '40x'), 80);
  });

  it('falls back to the usual value, not to the largest, where the valley lies too high', () => {
    assert.equal(automaticSizeThreshold(cellsOfSizes(36, 400), '40x'), 49); // valley at 13 > 10
    assert.equal(automaticSizeThreshold(cellsOfSizes(36, 144), '20x'), 16);
    assert.equal(automaticSizeThreshold(cellsOfSizes(36, 144), '10x'), 4);
  });

  it('is the least allowed where there is only one hump', () => {
    const cells = cellsOfSizes(400, 400, 400);
    assert.deepEqual(
      (['40x', '20x', '10x'] as const).map((resolution) => automaticSizeThreshold(cells, resolution)),
      [16, 9, 4],
    );
  });
});

describe('the automatic marker threshold', () => {
  it('is 0 for a black image', () => assert.equal(automaticMarkerThreshold(new Uint8Array(9)), 0));

  it('is the level of an even image, black pixels aside', () =>
    assert.equal(automaticMarkerThreshold(Uint8Array.of(0, 0, 100, 100, 0)), 100));

  it('lies at nine tenths of the range, a half rounded to the even level', () => {
    const plane = new Uint8Array(2000).fill(10, 0, 1000).fill(15, 1000);
    assert.equal(automaticMarkerThreshold(plane), 14); // 0.9 × 5 = 4.5 → 4
  });

  it('takes percentiles between two pixels in proportion', () => {
    const plane = Uint8Array.from({ length: 251 }, (_, i) => i + 1);
    // Ranks 0.001 × 250 = 0.25 and 249.75: levels 1.25 and 250.75.
    assert.deepEqual(markerRange(plane), { low: 1, high: 251 });
  });

  it('leaves the outermost thousandths aside', () => {
    const plane = new Uint8Array(10_000).fill(50).fill(255, 0, 5).fill(1, 5, 10);
    assert.deepEqual(markerRange(plane), { low: 50, high: 50 });
  });
});

describe('thresholds', () => {
  const cells = cellsOfSizes(36, 144);
  const marker = Uint8Array.of(100, 100);
  const at = (options: Partial<PostprocessOptions>, plane?: Uint8Array): unknown =>
    resolveThresholds({ resolution: '40x', ...options }, cells, plane);

  it('are automatic for size and absent for marker unless told', () =>
    assert.deepEqual(at({}, marker), { segThreshold: 120, sizeThreshold: 80 }));

  it('are the numbers given', () =>
    assert.deepEqual(
      at({ segThreshold: 150, sizeThreshold: 5, sizeThresholdUpper: 9, markerThreshold: 7 }, marker),
      {
        segThreshold: 150,
        sizeThreshold: 5,
        sizeThresholdUpper: 9,
        markerThreshold: 7,
      },
    ));

  it('have no marker threshold without a marker image', () => {
    assert.deepEqual(at({ markerThreshold: 120 }), { segThreshold: 120, sizeThreshold: 80 });
    assert.deepEqual(at({ markerThreshold: 'auto' }), { segThreshold: 120, sizeThreshold: 80 });
  });

  it('refuse a marker threshold beside an optical density threshold, unless the reference is copied', () => {
    const refused = (options: Partial<PostprocessOptions>): void =>
      assert.throws(
        () => requireSensible({ resolution: '40x', ...options }),
        (error) => error instanceof EngineError && error.code === 'usage',
      );
    refused({ markerThreshold: 90, odThresholdLower: 60 });
    refused({ markerThreshold: 'auto', odThresholdUpper: 60 });
    refused({ markerThreshold: 'auto', odThresholdUpper: 60, asReference: true });
    requireSensible({ resolution: '40x', markerThreshold: 90, odThresholdLower: 60, asReference: true });
    requireSensible({ resolution: '40x', markerThreshold: 'none', odThresholdLower: 60 });
  });

  it('must be numbers, and the resolution one of three', () => {
    assert.throws(() => at({ sizeThreshold: NaN }), /sizeThreshold is NaN/);
    assert.throws(() => at({ resolution: '63x' as '40x' }), /use 40x, 20x or 10x/);
  });

  it('against large noise depend on the resolution when automatic', () => {
    const large = (resolution: '10x' | '20x' | '40x', asked?: 'none' | 'auto' | number): number | undefined =>
      largeNoiseThreshold({ resolution, ...(asked === undefined ? {} : { largeNoiseThreshold: asked }) });
    assert.deepEqual([large('10x', 'auto'), large('20x', 'auto'), large('40x', 'auto')], [1000, 4000, 16000]);
    assert.deepEqual([large('10x'), large('10x', 'none'), large('10x', 7)], [undefined, undefined, 7]);
  });
});

describe('the resolution that goes with a tile', () => {
  for (const [tilePx, resolution] of [
    [512, '40x'],
    [385, '40x'],
    [384, '20x'],
    [193, '20x'],
    [192, '10x'],
    [128, '10x'],
  ] as const)
    it(`of ${tilePx} px is ${resolution}`, () => assert.equal(resolutionOfTile(tilePx), resolution));
});
