import assert from 'node:assert/strict';
import { MOST_PAGE_CELLS, readPageCells } from '../../../../webview/scoring/outlinedCells.js';

const SIZE = { widthPx: 20, heightPx: 10 };
const cell = {
  size: 4,
  positive: true,
  marker: 200,
  od: 50,
  bbox: [
    [2, 3],
    [3, 4],
  ],
  centroid: [2, 4],
  boundary: [
    [2, 3],
    [3, 3],
    [3, 4],
    [2, 4],
  ],
};
const file = {
  schemaVersion: 1,
  ...SIZE,
  found: { segThreshold: 120, noiseThreshold: 4, largeNoiseThreshold: null, resolution: '40x' },
  cells: [cell],
};

describe('cells of a page', () => {
  it('have columns, and outlines along the edges of their pixels', () => {
    const { list, outlineStart, outlineXy, found } = readPageCells(file, SIZE);
    assert.equal(list.length, 1);
    assert.deepEqual([list.areaPx[0], list.marker?.[0], list.od?.[0]], [4, 200, 50]);
    assert.deepEqual([...outlineStart], [0, 4]);
    assert.deepEqual([...outlineXy], [2, 3, 4, 3, 4, 5, 2, 5]);
    assert.deepEqual(found, { segThreshold: 120, noiseThreshold: 4, largeNoiseThreshold: null });
  });

  it('may be none', () => assert.equal(readPageCells({ ...file, cells: [] }, SIZE).list.length, 0));

  const broken: Readonly<Record<string, [unknown, RegExp]>> = {
    nothing: [null, /unknown format/],
    'another version': [{ ...file, schemaVersion: 2 }, /unknown format/],
    'another size': [{ ...file, widthPx: 21 }, /do not belong together/],
    'no finding': [{ ...file, found: { segThreshold: '120' } }, /lacks the thresholds/],
    'a cell outside of the map': [
      {
        ...file,
        cells: [
          {
            ...cell,
            bbox: [
              [2, 3],
              [20, 4],
            ],
          },
        ],
      },
      /Cell 0 .* does not lie inside/,
    ],
    'a boundary outside of its box': [
      {
        ...file,
        cells: [
          {
            ...cell,
            bbox: [
              [2, 3],
              [2, 4],
            ],
          },
        ],
      },
      /does not lie inside/,
    ],
    'a cell larger than its box': [{ ...file, cells: [{ ...cell, size: 5 }] }, /does not lie inside/],
    'a marker out of range': [{ ...file, cells: [{ ...cell, marker: 256 }] }, /marker/],
    'a marker in some cells only': [
      { ...file, cells: [cell, { ...cell, marker: undefined }] },
      /Cell 1 .*marker/,
    ],
    'no optical density': [{ ...file, cells: [{ ...cell, od: undefined }] }, /"od"/],
  };
  for (const [what, [json, message]] of Object.entries(broken))
    it(`are refused with ${what}`, () => assert.throws(() => readPageCells(json, SIZE), message));

  it('are bounded in number before any is looked at', () => {
    const cells = new Array(MOST_PAGE_CELLS + 1);
    assert.throws(() => readPageCells({ ...file, cells }, SIZE), /at most 1000000/);
  });
});
