import assert from 'node:assert/strict';
import { filledCells } from '../../../engine/evaluation/filledCells.js';

describe('cells filled from their contours', () => {
  it('have all pixels of the contour and within it', () => {
    const { labels, areas } = filledCells(
      [
        [
          [1, 1],
          [3, 1],
          [3, 3],
          [1, 3],
        ],
      ],
      5,
      5,
    );
    assert.deepEqual([...areas], [16, 9]);
    assert.deepEqual([...labels.subarray(10, 15)], [0, 1, 1, 1, 0]);
  });
  it('of one pixel, of a line and of a slanted line have their pixels', () => {
    const { areas } = filledCells(
      [
        [[0, 0]],
        [
          [2, 0],
          [4, 0],
        ],
        [
          [0, 4],
          [3, 1],
        ],
      ],
      5,
      5,
    );
    assert.deepEqual([...areas].slice(1), [1, 3, 4]);
  });
  it('beyond the picture are cut at its edge', () =>
    assert.deepEqual(
      [
        ...filledCells(
          [
            [
              [-2, -2],
              [1, -2],
              [1, 1],
              [-2, 1],
            ],
          ],
          3,
          3,
        ).areas,
      ],
      [5, 4],
    ));
});
