import assert from 'node:assert/strict';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { gateCells } from '../../../engine/postprocessing/gate.js';
import { drawCells, eraseCells } from '../../../engine/postprocessing/outlines.js';
import { findDrawn, randomMap, rowsOf } from './drawnMap.js';

/** A drawing after cells of more than `sizeThreshold` pixels were drawn. */
function drawn(rows: readonly string[], sizeThreshold = 0): string[] {
  const { mask, cells } = findDrawn(rows);
  drawCells(mask, cells, gateCells(cells, { segThreshold: 120, sizeThreshold }));
  return rowsOf(mask.data, mask.width);
}

describe('the outline of a cell', () => {
  it('lies outside of it, three pixels wide, less around its first pixel', () => {
    assert.deepEqual(
      drawn([
        '...........',
        '...........',
        '...........',
        '...........',
        '....ppp....',
        '....ppp....',
        '....ppp....',
        '...........',
        '...........',
        '...........',
        '...........',
      ]),
      [
        '...........',
        '...++++++..',
        '..++++++++.',
        '.+++++++++.',
        '.++++PP+++.',
        '.+++PPP+++.',
        '.+++PPP+++.',
        '.+++++++++.',
        '.+++++++++.',
        '..+++++++..',
        '...........',
      ],
    );
  });

  it('of a single pixel is two pixels wide around it', () => {
    const empty = '.......';
    const line = '.-----.';
    assert.deepEqual(drawn([empty, empty, empty, '...n...', empty, empty, empty]), [
      empty,
      line,
      line,
      line,
      line,
      line,
      empty,
    ]);
  });

  it('ends at the image frame', () => assert.deepEqual(drawn(['nn', 'nn']), ['-N', 'NN']));

  it('belongs to the first cell where two compete', () =>
    assert.deepEqual(drawn(['ppp.nnn....']), ['+PP+-NN---.']));

  it('spreads in scan order where two of one distance compete', () => {
    assert.deepEqual(drawn(['ppp....nnn']), ['+PP+++--NN']);
    assert.deepEqual(drawn(['....p', '....p', 'n.ppp']), ['+++++', '-+++P', '-+PPP']);
  });

  it('does not run over a cell that is not counted, nor past it', () =>
    assert.deepEqual(drawn(['ppp..nn..'], 2), ['+PP++cc..']));
});

describe('erasing a drawing', () => {
  it('gives the mask back as it was', () => {
    for (let seed = 0; seed < 20; seed++) {
      const map = randomMap(seed, 40, 33, 0.1);
      const { mask, cells } = findCells(map.plane, map.width, map.height, { noiseThreshold: 2 });
      const before = mask.data.slice();
      drawCells(mask, cells, gateCells(cells, { segThreshold: 120, sizeThreshold: 6 }));
      assert.notDeepEqual(mask.data, before);
      eraseCells(mask, cells);
      assert.deepEqual(mask.data, before);
    }
  });
});
