import assert from 'node:assert/strict';
import {
  boundedSize,
  firstSizes,
  readSize,
  sizeAfterDrag,
  sizeAfterKey,
  sizeBounds,
} from '../../../../webview/ui/splitSizes.js';

describe('the size of an area whose edge is dragged', () => {
  const bounds = sizeBounds(100, 1000);

  it('lies between its least size and four fifths of the page', () => {
    assert.deepEqual(bounds, { leastPx: 100, mostPx: 800 });
    assert.deepEqual(
      [20, 450.4, 990].map((size) => boundedSize(size, bounds)),
      [100, 450, 800],
    );
  });

  it('is its least size in a page that is too small', () =>
    assert.deepEqual(sizeBounds(100, 90), { leastPx: 100, mostPx: 100 }));

  it('grows as the edge moves away from the area', () => {
    assert.equal(sizeAfterDrag(300, 40, 'right', bounds), 340);
    assert.equal(sizeAfterDrag(300, 40, 'left', bounds), 260);
    assert.equal(sizeAfterDrag(300, -40, 'top', bounds), 340);
  });

  it('follows the arrows that point along the drag, and Home and End', () => {
    assert.equal(sizeAfterKey(300, 'ArrowRight', 'right', bounds), 316);
    assert.equal(sizeAfterKey(300, 'ArrowRight', 'left', bounds), 284);
    assert.equal(sizeAfterKey(300, 'ArrowUp', 'top', bounds), 316);
    assert.equal(sizeAfterKey(300, 'ArrowUp', 'left', bounds), undefined);
    assert.equal(sizeAfterKey(300, 'Home', 'left', bounds), 100);
    assert.equal(sizeAfterKey(300, 'End', 'left', bounds), 800);
  });

  it('comes back from a saved view as a number of pixels', () => {
    assert.equal(readSize(240), 240);
    for (const nonsense of [undefined, null, '240', -1, 0, NaN, Infinity])
      assert.equal(readSize(nonsense), undefined);
  });

  it('begins as that of the last page of its kind', () => {
    assert.deepEqual(firstSizes('{"sidebarPx":240,"dockPx":-1}'), { sidebarPx: 240 });
    for (const nothing of [undefined, '', '[', 'null']) assert.deepEqual(firstSizes(nothing), {});
  });
});
