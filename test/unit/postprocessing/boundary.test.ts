import assert from 'node:assert/strict';
import { simplifyBoundary, traceBoundary } from '../../../engine/postprocessing/boundary.js';
import { cellRecord, type Point } from '../../../engine/postprocessing/cellRecord.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { findDrawn, randomMap } from './drawnMap.js';

const points = (flat: readonly number[]): Point[] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!]);

function walkAround(...rows: readonly string[]): readonly number[] {
  const { mask, cells } = findDrawn(rows);
  return traceBoundary(mask, cells.firstX[0]!, cells.firstY[0]!);
}

describe('the walk around a cell', () => {
  it('of one pixel is that pixel', () => assert.deepEqual(walkAround('...', '.n.', '...'), [1, 1]));

  it('runs clockwise from the first pixel', () =>
    assert.deepEqual(points(walkAround('.....', '.nnn.', '.nnn.', '.....')), [
      [1, 1],
      [2, 1],
      [3, 1],
      [3, 2],
      [2, 2],
      [1, 2],
    ]));

  it('goes there and back along a thin line', () =>
    assert.deepEqual(points(walkAround('.....', '.nnn.', '.....')), [
      [1, 1],
      [2, 1],
      [3, 1],
      [2, 1],
    ]));

  it('passes its first pixel when that joins two parts', () =>
    assert.deepEqual(points(walkAround('..n..', '.n.n.', 'n...n')), [
      [2, 0],
      [3, 1],
      [4, 2],
      [3, 1],
      [2, 0],
      [1, 1],
      [0, 2],
      [1, 1],
    ]));

  it('does not enter a hole', () =>
    assert.equal(walkAround('nnnnn', 'n...n', 'n...n', 'nnnnn').length, 2 * 14));

  it('touches all four sides of the bounding box, in steps of one pixel', () => {
    for (let seed = 0; seed < 30; seed++) {
      const map = randomMap(seed, 30, 25, 0.2);
      const { mask, cells } = findCells(map.plane, map.width, map.height, { noiseThreshold: 0 });
      for (let i = 0; i < cells.length; i++) {
        const walk = points(traceBoundary(mask, cells.firstX[i]!, cells.firstY[i]!));
        const xs = walk.map(([x]) => x);
        const ys = walk.map(([, y]) => y);
        const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
        assert.deepEqual(box, [cells.minX[i], cells.firstY[i], cells.maxX[i], cells.maxY[i]]);
        walk.forEach(([x, y], k) => {
          const [px, py] = walk.at(k - 1)!;
          assert.ok(walk.length === 1 || Math.max(Math.abs(x - px), Math.abs(y - py)) === 1);
        });
      }
    }
  });
});

describe('the corners of a walk', () => {
  const corners = (...rows: readonly string[]): Point[] => points(simplifyBoundary(walkAround(...rows)));

  it('are the points where it turns', () =>
    assert.deepEqual(corners('.....', '.nnn.', '.nnn.', '.....'), [
      [1, 1],
      [3, 1],
      [3, 2],
      [1, 2],
    ]));

  it('include the first point even on a straight line', () =>
    assert.deepEqual(corners('..n..', '.n...', '..n..'), [
      [2, 0],
      [1, 1],
      [2, 2],
      [1, 1],
    ]));

  it('are the ends of a line', () =>
    assert.deepEqual(corners('nnnn'), [
      [0, 0],
      [3, 0],
    ]));
});

describe('a cell record', () => {
  it('spells the cell out', () => {
    const { mask, cells } = findDrawn(['.pp', '.pn'], { od: Uint16Array.of(0, 4, 4, 0, 4, 8) });
    assert.deepEqual(cellRecord(mask, cells, 0), {
      size: 4,
      positive: true,
      od: 5,
      bbox: [
        [1, 0],
        [2, 1],
      ],
      centroid: [2, 0], // 1.5 and 0.5, to the even pixel
      boundary: [
        [1, 0],
        [2, 0],
        [2, 1],
        [1, 1],
      ],
    });
  });
});
