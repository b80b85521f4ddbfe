import assert from 'node:assert/strict';
import { cellData, readCellData, type CellDataVersion } from '../../../engine/postprocessing/cellData.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { findDrawn } from './drawnMap.js';

const rows = ['.......', '.ppp...', '.p.pnn.', '.ppp...', '.......'];
const pixels = rows.length * rows[0]!.length;
const marker = new Uint8Array(pixels).fill(100);
const od = new Uint16Array(pixels).fill(300);
const origin = { resolution: '40x', segThreshold: 150, noiseThreshold: 2 } as const;

describe('cell data', () => {
  it('holds the settings that automatic thresholds need later', () => {
    assert.deepEqual(cellData(findDrawn(rows, { marker }), { ...origin, markerPlane: marker }, 3).settings, {
      default_size_thresh: 0,
      noise_thresh: 2,
      large_noise_thresh: null,
      seg_thresh: 150,
      default_marker_thresh: 100,
    });
    assert.deepEqual(
      cellData(findDrawn(rows, { od }), { ...origin, largeNoiseThreshold: 'auto' }, 6).settings,
      {
        default_size_thresh: 0,
        noise_thresh: 2,
        large_noise_thresh: 16000,
        seg_thresh: 150,
      },
    );
  });

  it('has a marker of 0 and no automatic marker threshold without a marker image', () => {
    const { cells, settings } = cellData(findDrawn(rows), origin, 3);
    assert.equal((cells[0] as { marker: number }).marker, 0);
    assert.equal(settings.default_marker_thresh, null);
  });

  it('cannot hold optical densities that were not measured', () =>
    assert.throws(
      () => cellData(findDrawn(rows, { marker }), origin, 5),
      (error) => error instanceof EngineError && error.code === 'usage',
    ));

  it('read back is the same cells, encoded or not', () => {
    const found = findDrawn(rows, { marker, od });
    const [v3, v4, v5, v6] = ([3, 4, 5, 6] as CellDataVersion[]).map(
      (version) => readCellData(JSON.parse(JSON.stringify(cellData(found, origin, version)))).cells,
    );
    assert.deepEqual(v4, v3);
    assert.deepEqual(v6, v5);
    assert.deepEqual([v3!.length, v5!.length], [1, 1]);
  });
});

describe('cell data from a file', () => {
  const whole = JSON.stringify(cellData(findDrawn(rows, { marker }), origin, 3));
  /** The file with its first cell or one of its parts replaced. */
  const withCell = (part: object): unknown => {
    const data = JSON.parse(whole) as { cells: object[] };
    return { ...data, cells: [{ ...data.cells[0], ...part }] };
  };
  const refused: Readonly<Record<string, [json: unknown, message: RegExp]>> = {
    nothing: [null, /version undefined cannot be read/],
    'another version': [{ dataVersion: 7, cells: [], settings: {} }, /version 7/],
    'no list of cells': [{ dataVersion: 3, cells: {}, settings: {} }, /a list "cells"/],
    'no settings': [{ dataVersion: 3, cells: [] }, /settings\.default_size_thresh/],
    'a cell that is no object': [{ ...(JSON.parse(whole) as object), cells: [3] }, /Cell 0 .* object/],
    'a plain cell in version 4': [{ ...(JSON.parse(whole) as object), dataVersion: 4 }, /must be a string/],
    'a size that is no whole number': [withCell({ size: 1.5 }), /"size" must be a whole number/],
    'a class that is no class': [withCell({ positive: 1 }), /"positive"/],
    'a marker beyond 255': [withCell({ marker: 256 }), /"marker"/],
    'a negative coordinate': [withCell({ centroid: [-1, 0] }), /"centroid"/],
    'a box of one point': [withCell({ bbox: [[0, 0]] }), /"bbox"/],
    'no boundary': [withCell({ boundary: [] }), /"boundary"/],
    'a boundary with a crooked segment': [
      withCell({
        boundary: [
          [0, 0],
          [5, 2],
        ],
      }),
      /none of eight directions/,
    ],
    'a boundary that cannot belong to so few pixels': [
      withCell({
        boundary: [
          [0, 0],
          [2 ** 30, 0],
        ],
      }),
      /too long for its size/,
    ],
  };
  for (const [what, [json, message]] of Object.entries(refused))
    it(`is refused with ${what}`, () =>
      assert.throws(
        () => readCellData(json),
        (error) => error instanceof EngineError && error.code === 'usage' && message.test(error.message),
      ));
});
