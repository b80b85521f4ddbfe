// Negative cells of drawn segmentations become positive.

import assert from 'node:assert/strict';
import { medianColour, paintMarker, positiveLooks } from '../../../engine/synthesis/markerLook.js';
import { recolourCells } from '../../../engine/synthesis/recolourCells.js';
import { randomFrom } from '../../../engine/random/random.js';
import { coloursOf, drawn, picture } from '../dataset/drawnTiles.js';

const CELLS = drawn(
  'ggggg.ggggg.ggggg.',
  'gbbbg.grrrg.gbbbg.',
  'gbbbg.grrrg.gbbbg.',
  'gbbbg.grrrg.gbbbg.',
  'ggggg.ggggg.ggggg.',
  '..................',
  'ggggg.ggggg.......',
  'gbbbg.gbbbg.......',
  'gb.bg.gbbbg.......',
  'gbbbg.gbbbg.......',
  'ggggg.ggggg.......',
);

const recolour = (fraction: number, seed = 1) => recolourCells(CELLS, fraction, randomFrom(seed));
const at = (image: typeof CELLS, x: number, y: number) =>
  [...image.data.subarray(3 * (y * image.width + x), 3 * (y * image.width + x) + 3)].join();

describe('recolouring of negative cells', () => {
  it('takes the asked share, rounded, and counts', () => {
    for (const [fraction, expected] of [
      [0.5, 2],
      [0.7, 3], // 2.8
      [0.9, 4], // 3.6
      [0.1, 0], // 0.4
      [1, 4],
    ] as const) {
      const { positiveBefore, negativeBefore, recoloured } = recolour(fraction);
      assert.deepEqual([positiveBefore, negativeBefore, recoloured], [1, 4, expected]);
    }
  });

  it('turns whole cells red and leaves outlines, holes, positive cells and other colours alone', () => {
    const { segmentation } = recolour(1);
    const red = drawn(
      'ggggg.ggggg.ggggg.',
      ...Array.from({ length: 3 }, () => 'grrrg.grrrg.grrrg.'),
      'ggggg.ggggg.ggggg.',
      '..................',
      'ggggg.ggggg.......',
      'grrrg.grrrg.......',
      'gr.rg.grrrg.......',
      'grrrg.grrrg.......',
      'ggggg.ggggg.......',
    );
    assert.deepEqual(segmentation, red);
  });

  it('marks the pixels of the cells that changed, holes included, and changes no others', () => {
    const { segmentation, cells } = recolour(0.5);
    let changed = 0;
    for (let i = 0; i < cells.length; i++) {
      const same = [0, 1, 2].every((c) => segmentation.data[3 * i + c] === CELLS.data[3 * i + c]);
      if (!same) assert.equal(cells[i], 1);
      if (cells[i] === 1) changed++;
    }
    assert.equal(changed, 18); // two cells of nine pixels
    assert.deepEqual(coloursOf(segmentation), coloursOf(CELLS));
  });

  it('chooses by chance, the same for the same seed', () => {
    assert.deepEqual(recolour(0.5, 3), recolour(0.5, 3));
    const choices = new Set(Array.from({ length: 30 }, (_, seed) => recolour(0.5, seed).cells.join('')));
    assert.ok(choices.size > 3, `${choices.size}`); // 6 ways to choose 2 of 4
  });

  it('takes the soft edge of a cell along', () => {
    const soft = picture(12, 7, (x, y) => {
      const distance = Math.max(Math.abs(x - 4), Math.abs(y - 3));
      return distance <= 1 ? [10, 0, 200] : distance === 2 ? [5, 30, 90] : [0, 0, 0];
    });
    const { segmentation } = recolourCells(soft, 1, randomFrom(1));
    assert.equal(at(segmentation, 4, 3), '200,0,10');
    assert.equal(at(segmentation, 6, 3), '90,30,5');
    assert.equal(at(segmentation, 11, 3), '0,0,0');
  });
});

describe('the marker of recoloured cells', () => {
  const marker = picture(CELLS.width, CELLS.height, (x, y) =>
    x >= 7 && x <= 9 && y >= 1 && y <= 3 ? [100 + 10 * x, 50, 0] : [6, 6, 6],
  );

  it('looks like the brightest tenth of positive cells, in the median', () => {
    assert.deepEqual(positiveLooks(marker, CELLS), [[190, 50, 0]]); // columns 7, 8, 9: 170, 180, 190
    assert.deepEqual(
      medianColour([
        [1, 9, 5],
        [3, 8, 5],
        [2, 7, 6],
      ]),
      [2, 8, 5],
    );
    assert.deepEqual(positiveLooks(marker, drawn('gggg', 'gbbg', 'gbbg', 'gggg')), []);
  });

  it('is painted into the cells, and makes nothing darker', () => {
    const { cells } = recolour(1);
    const painted = paintMarker(marker, cells, [180, 50, 0]);
    assert.equal(at(painted, 2, 2), '180,50,6');
    assert.equal(at(painted, 8, 2), at(marker, 8, 2));
    assert.ok(painted.data.every((level, i) => level >= marker.data[i]!));
    assert.equal(at(painted, 17, 10), '6,6,6');
  });
});
