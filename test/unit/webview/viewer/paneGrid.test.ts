import assert from 'node:assert/strict';
import { MOST_PANES } from '../../../../webview/messages/viewer.js';
import { paneBoxes } from '../../../../webview/viewer/paneGrid.js';

describe('panes side by side', () => {
  for (let count = 1; count <= MOST_PANES; count++)
    for (const [width, height] of [
      [1200, 700],
      [320, 900],
    ] as const)
      it(`${count} in ${width} × ${height} are equally large, inside, and apart`, () => {
        const boxes = paneBoxes(count, width, height);
        assert.equal(boxes.length, count);
        for (const box of boxes) {
          assert.deepEqual([box.width, box.height], [boxes[0]!.width, boxes[0]!.height]);
          assert.ok(box.left >= 0 && box.left + box.width <= width + 1e-6);
          assert.ok(box.top >= 0 && box.top + box.height <= height + 1e-6);
        }
        for (const [i, a] of boxes.entries())
          for (const b of boxes.slice(i + 1))
            assert.ok(
              a.left + a.width <= b.left ||
                b.left + b.width <= a.left ||
                a.top + a.height <= b.top ||
                b.top + b.height <= a.top,
            );
      });

  it('lie below one another where it is narrow', () =>
    assert.deepEqual(new Set(paneBoxes(3, 300, 900).map(({ left }) => left)), new Set([0])));

  it('have sides even where there is no room', () => {
    for (const { width, height } of paneBoxes(6, 0, 0)) assert.ok(width >= 1 && height >= 1);
  });
});
