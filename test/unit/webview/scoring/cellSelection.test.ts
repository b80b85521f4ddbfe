import assert from 'node:assert/strict';
import { selectedCells, selectionAfter, soleCell } from '../../../../webview/scoring/cellSelection.js';

const map = { pane: '/result', map: 'Seg', list: { length: 6 } };

describe('a selection of cells', () => {
  const one = selectionAfter(undefined, map, { cells: [2], how: 'only', current: 2 })!;

  it('is one cell after a click', () => assert.deepEqual([selectedCells(one), soleCell(one)], [[2], 2]));

  it('takes cells in and out with Ctrl, and is void without any', () => {
    const two = selectionAfter(one, map, { cells: [4], how: 'toggle', current: 4 })!;
    assert.deepEqual([selectedCells(two), two.count, soleCell(two)], [[2, 4], 2, undefined]);
    assert.equal(selectionAfter(one, map, { cells: [2], how: 'toggle', current: 2 }), undefined);
  });

  it('keeps the end at which a range of rows began', () => {
    const range = selectionAfter(one, map, { cells: [2, 3, 4], how: 'only', current: 4, keepsAnchor: true })!;
    const shorter = selectionAfter(range, map, {
      cells: [2, 3],
      how: 'only',
      current: 3,
      keepsAnchor: true,
    })!;
    assert.deepEqual([range.anchor, shorter.anchor, shorter.current], [2, 2, 3]);
  });

  it('grows by a rectangle that adds', () =>
    assert.deepEqual(selectedCells(selectionAfter(one, map, { cells: [0, 1], how: 'add' })!), [0, 1, 2]));

  it('starts anew in another map, or when the cells were found again', () => {
    const other = { ...map, list: { length: 6 } };
    assert.deepEqual(selectedCells(selectionAfter(one, other, { cells: [5], how: 'add' })!), [5]);
  });
});
