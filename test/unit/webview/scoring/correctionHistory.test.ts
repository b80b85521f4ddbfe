import assert from 'node:assert/strict';
import type { CellList } from '../../../../engine/postprocessing/cellColumns.js';
import {
  edited,
  redone,
  shown,
  startHistory,
  undone,
  type CorrectionHistory,
} from '../../../../webview/scoring/correctionHistory.js';

const zeros = new Int32Array(3);
const cells: CellList = {
  length: 3,
  areaPx: zeros,
  positive: new Uint8Array(3),
  firstX: zeros,
  firstY: zeros,
  minX: zeros,
  maxX: zeros,
  maxY: zeros,
  centroidX: Int32Array.of(10, 20, 30),
  centroidY: Int32Array.of(1, 2, 3),
};
const by = { map: 'Seg', at: 't' };
const flip = (history: CorrectionHistory, cell: number, positive: boolean) =>
  edited(history, cells, [{ cell, says: { positive } }], by);
const said = ({ now }: CorrectionHistory) => now.map(({ x, positive }) => [x, positive]);

describe('corrections by hand', () => {
  it('are recorded with the centroid of the cell', () => {
    const { now } = flip(startHistory([]), 1, true);
    assert.deepEqual(now, [{ map: 'Seg', x: 20, y: 2, positive: true, at: 't' }]);
  });

  it('are undone and done again', () => {
    const two = flip(flip(startHistory([]), 0, true), 2, true);
    assert.deepEqual(said(undone(two)), [[10, true]]);
    assert.deepEqual(said(undone(undone(two))), []);
    assert.deepEqual(said(redone(undone(two))), said(two));
    assert.equal(undone(startHistory([])).before.length, 0);
  });

  it('cannot be done again once another was made', () =>
    assert.equal(flip(undone(flip(startHistory([]), 0, true)), 1, true).after.length, 0));

  it('of one cell replace each other, and go when the thresholds decide again', () => {
    const once = flip(startHistory([]), 0, true);
    assert.deepEqual(said(flip(once, 0, false)), [[10, false]]);
    assert.deepEqual(said(edited(once, cells, [{ cell: 0, says: undefined }], by)), []);
  });

  it('of many cells are one step', () => {
    const one = flip(startHistory([]), 0, true);
    const all = edited(
      one,
      cells,
      [0, 1, 2].map((cell) => ({ cell, says: { positive: false, excluded: true } as const })),
      by,
    );
    assert.equal(all.now.length, 3);
    assert.deepEqual(undone(all).now, one.now);
  });

  it('of no cell are no step', () => {
    const one = flip(startHistory([]), 0, true);
    assert.equal(edited(one, cells, [], by), one);
  });

  it('that the host shows again leave the history', () => {
    const one = flip(startHistory([]), 0, true);
    const two = flip(one, 1, true);
    const heardOne = shown(two, one.now);
    assert.deepEqual(said(heardOne), said(two));
    const heardBoth = shown(heardOne, two.now);
    assert.equal(heardBoth.posted.length, 0);
    assert.deepEqual(said(undone(heardBoth)), [[10, true]]);
  });

  it('that another window has made start a new history', () => {
    const other = shown(flip(startHistory([]), 0, true), flip(startHistory([]), 2, true).now);
    assert.deepEqual(said(other), [[30, true]]);
    assert.equal(other.before.length, 0);
  });
});
