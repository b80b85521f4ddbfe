import assert from 'node:assert/strict';
import { cardCorner } from '../../../../webview/viewer/cardPlace.js';

/** A pane of 400 × 300 px whose middle shows pixel (100, 100) at full size. */
const pane = { box: { left: 10, top: 20, width: 400, height: 300 }, camera: { x: 100, y: 100, zoom: 0 } };
const stage = { width: 410, height: 320 };
const card = { width: 120, height: 80 };

describe('the card of a cell', () => {
  it('stands right of the cell, at its height', () =>
    assert.deepEqual(cardCorner(pane, [90, 90, 110, 110], card, stage), [232, 130]));

  it('stands left of it where there is no room', () =>
    assert.deepEqual(cardCorner(pane, [240, 90, 260, 110], card, stage), [218, 130]));

  it('stays inside the stage', () =>
    assert.deepEqual(cardCorner(pane, [90, -60, 110, -40], card, stage), [232, 0]));

  it('goes to the lower edge when the cell is out of sight, and for many cells', () => {
    assert.deepEqual(cardCorner(pane, [900, 90, 910, 110], card, stage), [150, 228]);
    assert.deepEqual(cardCorner(pane, undefined, card, stage), [150, 228]);
  });
});
