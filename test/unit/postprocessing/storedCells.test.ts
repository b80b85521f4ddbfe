import assert from 'node:assert/strict';
import { cellData, type CellData } from '../../../engine/postprocessing/cellData.js';
import { cellRecord } from '../../../engine/postprocessing/cellRecord.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { COUNTED_POSITIVE, gateCells } from '../../../engine/postprocessing/gate.js';
import { cellsToFinalResults, drawStoredCells } from '../../../engine/postprocessing/storedCells.js';
import { scoring } from '../../../engine/postprocessing/scoring.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { findDrawn, randomMap, rowsOf } from './drawnMap.js';

const blank = (width: number, height: number): Raster => ({
  width,
  height,
  channels: 3,
  data: new Uint8Array(3 * width * height),
});
const origin = { resolution: '40x' } as const;

function redrawn(...rows: readonly string[]): string[] {
  const { mask, cells } = findDrawn(rows);
  const records = Array.from({ length: cells.length }, (_, i) => cellRecord(mask, cells, i));
  const gate = gateCells(cells, { segThreshold: 120, sizeThreshold: 0 });
  return rowsOf(drawStoredCells(records, gate, mask.width, mask.height).data, mask.width);
}

describe('cells drawn from their stored contours', () => {
  it('have their whole body, with an outline of three pixels all around', () =>
    assert.deepEqual(
      redrawn('.........', '.........', '.........', '...ppp...', '...p.p...', '...ppp...', '.........'),
      ['.+++++++.', '+++++++++', '+++++++++', '+++PPP+++', '+++PPP+++', '+++PPP+++', '+++++++++'],
    ));

  it('count as the found ones do, and lie where they lie', () => {
    for (let seed = 0; seed < 20; seed++) {
      const map = randomMap(seed, 60, 45, 0.12);
      const found = findCells(map.plane, map.width, map.height);
      const thresholds = { segThreshold: 120, sizeThreshold: 9 };
      const gate = gateCells(found.cells, thresholds);
      const results = cellsToFinalResults(cellData(found, origin, 4), blank(60, 45), { sizeThreshold: 9 });
      assert.deepEqual(results.scoring, scoring(gate, thresholds));

      const records = Array.from({ length: found.cells.length }, (_, i) =>
        cellRecord(found.mask, found.cells, i),
      );
      const all = new Uint8Array(records.length).fill(COUNTED_POSITIVE);
      const bodies = rowsOf(drawStoredCells(records, all, 60, 45).data, 60)
        .join('')
        .matchAll(/P/g);
      const area = found.cells.areaPx.reduce((sum, px) => sum + px, 0);
      assert.equal([...bodies].length, area);
    }
  });
});

describe('thresholds for stored cells', () => {
  const marker = Uint8Array.of(100, 100, 0, 200, 200, 200);
  const od = Uint16Array.of(50, 50, 0, 150, 150, 150);
  const found = findDrawn(['pp.nnn'], { marker, od });
  const results = (version: 3 | 5, options: Parameters<typeof cellsToFinalResults>[2]): unknown => {
    const data: CellData = cellData(found, { ...origin, markerPlane: marker }, version);
    const { scoring: score, ignored } = cellsToFinalResults(data, blank(6, 1), {
      sizeThreshold: 1,
      ...options,
    });
    return [score.num_pos, score.marker_thresh, ignored];
  };

  it('gate by marker where the marker was stored, and say that optical density was not', () => {
    assert.deepEqual(results(3, { markerThreshold: 150 }), [2, 150, []]);
    assert.deepEqual(results(3, { markerThreshold: 'auto' }), [2, 190, []]); // (200 − 100) × 0.9 + 100
    assert.deepEqual(results(3, { odThresholdLower: 60 }), [1, null, ['odThresholdLower']]);
  });

  it('gate by optical density where that was stored, and say that the marker was not', () => {
    assert.deepEqual(results(5, { odThresholdLower: 60 }), [0, null, []]);
    assert.deepEqual(results(5, { markerThreshold: 150 }), [1, null, ['markerThreshold']]);
  });
});

describe('stored cells of another image', () => {
  it('are refused', () => {
    const data = cellData(findDrawn(['...ppp'], {}), origin, 4);
    assert.throws(
      () => cellsToFinalResults(data, blank(5, 1)),
      (error) =>
        error instanceof EngineError &&
        error.code === 'usage' &&
        error.message.includes('do not belong together'),
    );
  });

  it('are refused when they cover more than the image', () => {
    const data = cellData(findDrawn(['pp'], {}), origin, 3);
    assert.throws(
      () => cellsToFinalResults({ ...data, cells: [data.cells[0]!, data.cells[0]!] }, blank(2, 1)),
      /cover 4 px/,
    );
  });
});
