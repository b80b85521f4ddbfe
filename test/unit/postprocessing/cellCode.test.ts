import assert from 'node:assert/strict';
import { decodeCell, encodeCell } from '../../../engine/postprocessing/cellCode.js';
import { cellRecord, type CellRecord, type Point } from '../../../engine/postprocessing/cellRecord.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { random, randomMap } from './drawnMap.js';

/** Case `tie_pos_neg` of the reference's synthetic maps, spelled out (version 3) and encoded (version 4). */
const square: CellRecord = {
  size: 40,
  positive: true,
  marker: 197,
  bbox: [
    [5, 5],
    [12, 9],
  ],
  centroid: [8, 7],
  boundary: [
    [5, 5],
    [12, 5],
    [12, 9],
    [5, 9],
  ],
};

describe('an encoded cell', () => {
  it("is the reference's string", () => assert.equal(encodeCell(square, 'marker'), "#K'>((*'&%##[I_"));

  it("is read as the reference's cell", () =>
    assert.deepEqual(decodeCell("#K'>((*'&%##[I_", 'marker'), square));

  it('is read back as it was, for cells of random maps', () => {
    for (let seed = 0; seed < 40; seed++) {
      const map = randomMap(seed, 90, 40, 0.15);
      const od = Uint16Array.from(map.plane, (_, i) => (i * 7919) % 723);
      const { mask, cells } = findCells(map.plane, map.width, map.height, { od });
      for (let i = 0; i < cells.length; i++) {
        const cell = cellRecord(mask, cells, i);
        assert.deepEqual(decodeCell(encodeCell(cell, 'od'), 'od'), cell);
      }
    }
  });

  it('is read back as it was, for cells of any size anywhere in a slide', () => {
    const next = random(7);
    const upTo = (largest: number): number => Math.floor(next() * (largest + 1));
    for (let k = 0; k < 500; k++) {
      const size = 1 + upTo(10 ** (1 + (k % 8)));
      const start: Point = [upTo(10 ** (1 + (k % 7))), upTo(10 ** (1 + (k % 6)))];
      const sidePx = 1 + upTo(10 ** (k % 5));
      const cell: CellRecord = {
        size,
        positive: next() < 0.5,
        marker: upTo(255),
        bbox: [start, [start[0] + sidePx, start[1] + sidePx]],
        centroid: [start[0] + upTo(sidePx), start[1] + upTo(sidePx)],
        boundary: [
          start,
          [start[0] + sidePx, start[1]],
          [start[0] + sidePx, start[1] + sidePx],
          [start[0], start[1] + sidePx],
        ],
      };
      assert.deepEqual(decodeCell(encodeCell(cell, 'marker'), 'marker'), cell);
    }
  });

  it('cuts segments longer than 10 px, the long parts first', () => {
    const line = { ...square, boundary: [square.bbox[0], [28, 5]] } as CellRecord;
    // Direction E: 10, 10 and 3 px are the digits 80, 80 and 24.
    assert.equal(encodeCell(line, 'marker').slice(12), 'ss;');
  });

  it('refuses coordinates that four digits cannot hold', () => {
    const far = 92 ** 4;
    const cell = { ...square, bbox: [[far, 5], [far + 7, 9]] } as CellRecord; // prettier-ignore
    assert.throws(() => encodeCell(cell, 'marker'), /version 3 or 5/);
  });

  it('that is broken is refused, wherever it is cut or bent', () => {
    const whole = encodeCell(square, 'marker');
    const broken = [
      ...Array.from({ length: 12 }, (_, length) => whole.slice(0, length)),
      ` ${whole.slice(1)}`,
      `${whole}#`, // a step of no length
      `${whole}~`, // one of 11 px
      `${whole}é`,
    ];
    for (const text of broken)
      assert.throws(
        () => decodeCell(text, 'marker'),
        (error) => error instanceof EngineError && error.code === 'usage',
        JSON.stringify(text),
      );
  });
});
