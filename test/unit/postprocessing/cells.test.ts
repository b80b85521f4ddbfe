import assert from 'node:assert/strict';
import { growBackground } from '../../../engine/postprocessing/background.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { BACKGROUND, NEGATIVE, POSITIVE, UNKNOWN } from '../../../engine/postprocessing/labels.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { draw, findDrawn, randomMap, rowsOf, type Drawn } from './drawnMap.js';

const areas = (rows: readonly string[], search = {}): number[] => [...findDrawn(rows, search).cells.areaPx];

describe('a hole', () => {
  it('belongs to the cell around it', () => {
    const rows = ['.......', '.nnnnn.', '.n...n.', '.n...n.', '.nnnnn.', '.......'];
    assert.deepEqual(areas(rows), [20]);
  });

  it('stays closed where its ring has only a diagonal gap', () => {
    const rows = ['.......', '..nnnn.', '.n...n.', '.n...n.', '.nnnnn.', '.......'];
    assert.deepEqual(areas(rows), [19]);
  });

  it('is background where a channel leads to it', () => {
    const rows = ['.......', '.nn.nn.', '.n...n.', '.n...n.', '.nnnnn.', '.......'];
    assert.deepEqual(areas(rows), [13]);
  });

  it('votes for neither class', () => {
    assert.deepEqual([...findDrawn(['.....', '.ppp.', '.p.n.', '.nnn.', '.....']).cells.positive], [1]);
  });

  it('cut open by the image frame is background', () => assert.deepEqual(areas(['nnn', 'n.n']), [5]));
});

describe('growing the background', () => {
  it('reaches round every corner of a spiral', () => {
    const rows = [
      '........',
      '.nnnnnn.',
      '.n....n.',
      '.n.nn.n.',
      '.n.nnnn.',
      '.n......',
      '.nnnnnn.',
      '........',
    ];
    const { plane, width, height } = draw(...rows);
    growBackground(plane, width, height);
    assert.ok(!plane.includes(UNKNOWN));
  });

  it('changes nothing the second time', () => {
    const { plane, width, height } = randomMap(3, 40, 30);
    growBackground(plane, width, height);
    const once = plane.slice();
    growBackground(plane, width, height);
    assert.deepEqual(plane, once);
  });
});

describe('a cell', () => {
  it('holds what touches by an edge or a corner', () => {
    assert.deepEqual(areas(['nn....', 'nn....', '..nn..', '..nn..']), [8]);
    assert.deepEqual(areas(['nn....', 'nn....', '...nn.', '...nn.']), [4, 4]);
  });

  it('is positive when as many pixels are positive as negative', () =>
    assert.deepEqual([...findDrawn(['ppnn', '....', 'pnnn']).cells.positive], [1, 0]));

  it('is listed by its first pixel, rows first', () => {
    const { cells } = findDrawn(['....p', '.....', 'nn..p', '.....']);
    assert.deepEqual([...cells.firstX], [4, 0, 4]);
    assert.deepEqual([...cells.firstY], [0, 2, 2]);
  });

  it('knows its bounding box and its centroid, a half rounded to the even pixel', () => {
    const { cells } = findDrawn(['......', '.nn.nn', '....n.', '......']);
    assert.deepEqual([...cells.minX, ...cells.maxX, ...cells.maxY], [1, 4, 2, 5, 1, 2]);
    assert.deepEqual([...cells.centroidX], [2, 4]); // 1.5 → 2, 13/3 → 4
    assert.deepEqual([...cells.centroidY], [1, 1]);
  });

  it('has the brightest marker and the mean optical density of its pixels', () => {
    const marker = Uint8Array.of(9, 1, 2, 3, 250);
    const od = Uint16Array.of(9, 600, 601, 0, 700);
    const { cells } = findDrawn(['.nnn.'], { marker, od });
    assert.deepEqual([...cells.marker!], [3]);
    assert.deepEqual([...cells.od!], [400]); // 1201 / 3
  });

  it('must have more pixels than the noise threshold and fewer than the large-noise threshold', () => {
    const rows = ['n.nn.nnn.nnnn.nnnnn'];
    assert.deepEqual(areas(rows, { noiseThreshold: 2 }), [3, 4, 5]);
    assert.deepEqual(areas(rows, { noiseThreshold: 2, largeNoiseThreshold: 5 }), [3, 4]);
    assert.deepEqual(areas(rows, { noiseThreshold: undefined }), [5]); // 4 by default
  });

  it('stays in the mask when it is noise', () => {
    const { mask } = findDrawn(['n.nn'], { noiseThreshold: 1 });
    assert.deepEqual(rowsOf(mask.data, 4), ['c.cc']);
  });
});

describe('finding cells', () => {
  it('agrees with a pixel-by-pixel search on random maps', () => {
    for (let seed = 0; seed < 40; seed++) {
      const map = randomMap(seed, 23 + seed, 31, 0.2 + seed / 80);
      const expected = searchedPixelByPixel(map);
      const { cells } = findCells(map.plane, map.width, map.height, { noiseThreshold: 0 });
      const actual = Array.from(cells.areaPx, (area, i) => [cells.firstX[i], cells.firstY[i], area]);
      assert.deepEqual(actual, expected, `seed ${seed}`);
    }
  });

  it('takes a checkerboard, whose pixels all hang together by corners, for one cell', () => {
    const width = 400;
    const plane = Uint8Array.from({ length: width * width }, (_, i) =>
      ((i % width) + Math.floor(i / width)) % 2 ? NEGATIVE : UNKNOWN,
    );
    const { cells } = findCells(plane, width, width);
    // All but the empty pixels on the frame: inner ones are holes between four corners.
    assert.deepEqual([...cells.areaPx], [width * width - (4 * width - 4) / 2]);
  });

  it('finds none in an empty map or an empty image', () => {
    assert.equal(findDrawn(['....', '....']).cells.length, 0);
    assert.equal(findCells(new Uint8Array(0), 0, 0).cells.length, 0);
  });

  it('finds one in a map that is all cell', () => assert.deepEqual(areas(['ppp', 'ppp']), [6]));

  it('refuses planes of different sizes', () => {
    for (const [size, search] of [
      [5, {}],
      [6, { marker: new Uint8Array(5) }],
      [6, { od: new Uint16Array(7) }],
    ] as const)
      assert.throws(
        () => findCells(new Uint8Array(size), 3, 2, search),
        (error) =>
          error instanceof EngineError && error.code === 'usage' && error.message.includes('3 × 2 = 6'),
      );
  });
});

/** First pixel and area of every cell, found the slow and obvious way. */
function searchedPixelByPixel({ plane, width, height }: Drawn): number[][] {
  const labels = plane.slice();
  const at = (x: number, y: number): number | undefined =>
    x < 0 || y < 0 || x >= width || y >= height ? undefined : labels[y * width + x];
  const outside = (x: number, y: number): boolean => [undefined, BACKGROUND].includes(at(x, y));
  for (let changed = true; changed;) {
    changed = false;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (
          at(x, y) === UNKNOWN &&
          (outside(x - 1, y) || outside(x + 1, y) || outside(x, y - 1) || outside(x, y + 1))
        ) {
          labels[y * width + x] = BACKGROUND;
          changed = true;
        }
  }
  const found: number[][] = [];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === BACKGROUND) continue;
    const first = [i % width, Math.floor(i / width)];
    const waiting = [first];
    labels[i] = BACKGROUND;
    let area = 0;
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      area++;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [x, y] = [next[0]! + dx, next[1]! + dy];
          if (outside(x, y)) continue;
          labels[y * width + x] = BACKGROUND;
          waiting.push([x, y]);
        }
    }
    found.push([...first, area]);
  }
  return found;
}

describe('classes of a map', () => {
  it('drawn in tests are those of the engine', () =>
    assert.deepEqual([...draw('.pn').plane], [UNKNOWN, POSITIVE, NEGATIVE]));
});
