import assert from 'node:assert/strict';
import { cellListOf } from '../../../engine/postprocessing/cellRecord.js';
import { applyCorrections } from '../../../engine/postprocessing/corrections.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE, NOT_COUNTED } from '../../../engine/postprocessing/gate.js';
import type { Correction } from '../../../engine/protocol/correction.js';

const cells = cellListOf(
  [10, 20, 30].map((x) => ({
    size: 9,
    positive: false,
    bbox: [
      [x - 1, 4],
      [x + 1, 6],
    ],
    centroid: [x, 5],
    boundary: [[x - 1, 4]],
  })),
);
const at = (x: number, positive: boolean, map = 'Seg'): Correction => ({
  map,
  x,
  y: 5,
  positive,
  at: '2026-01-01T00:00:00Z',
});

describe('corrections', () => {
  const corrected = (corrections: readonly Correction[], entries: readonly number[]) => {
    const gate = Uint8Array.from(entries);
    const flags = applyCorrections(gate, cells, corrections, 'Seg');
    return { gate: [...gate], flags: [...flags] };
  };
  const negative = [COUNTED_NEGATIVE, COUNTED_NEGATIVE, COUNTED_NEGATIVE];

  it('set the class of the cell with that centroid', () =>
    assert.deepEqual(corrected([at(20, true)], negative), {
      gate: [COUNTED_NEGATIVE, COUNTED_POSITIVE, COUNTED_NEGATIVE],
      flags: [0, 1, 0],
    }));

  it('overrule earlier ones', () =>
    assert.deepEqual(corrected([at(20, true), at(20, false)], negative).gate, negative));

  it('mark a cell that had that class already', () =>
    assert.deepEqual(corrected([at(30, false)], negative).flags, [0, 0, 1]));

  it('leave cells out that do not count', () =>
    assert.deepEqual(corrected([at(10, true)], [NOT_COUNTED, ...negative.slice(1)]), {
      gate: [NOT_COUNTED, ...negative.slice(1)],
      flags: [1, 0, 0],
    }));

  it('take a cell that is excluded out of the count', () =>
    assert.deepEqual(corrected([{ ...at(20, true), excluded: true }], negative), {
      gate: [COUNTED_NEGATIVE, NOT_COUNTED, COUNTED_NEGATIVE],
      flags: [0, 1, 0],
    }));

  it('of another map, or where no cell is, change nothing', () =>
    assert.deepEqual(corrected([at(10, true, 'Seg1'), at(11, true)], negative), {
      gate: negative,
      flags: [0, 0, 0],
    }));
});
