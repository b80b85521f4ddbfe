import assert from 'node:assert/strict';
import type { CellList } from '../../../../engine/postprocessing/cellColumns.js';
import {
  redone,
  setClass,
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
const flip = (history: CorrectionHistory, cell: number, positive: boolean, byThresholds = false) =>
  setClass(history, cells, cell, { map: 'Seg', positive, byThresholds, at: 't' });
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

  it('of one cell replace each other, and go when they say what the thresholds say', () => {
    const once = flip(startHistory([]), 0, true);
    assert.deepEqual(said(flip(once, 0, false, true)), [[10, false]]);
    assert.deepEqual(said(flip(once, 0, false, false)), []);
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
