import assert from 'node:assert/strict';
import type { CellList } from '../../../../engine/postprocessing/cellColumns.js';
import { gateCells } from '../../../../engine/postprocessing/gate.js';
import type { Thresholds } from '../../../../engine/postprocessing/thresholds.js';
import { scoring } from '../../../../engine/postprocessing/scoring.js';
import {
  curvePoints,
  thresholdCurve,
  type VariedThreshold,
} from '../../../../webview/scoring/thresholdCurve.js';
import { seeded } from './seeded.js';

describe('the curve under a slider', () => {
  const whole = seeded(11);
  const column = (most: number) => Int32Array.from({ length: 400 }, () => whole(0, most));
  const zeros = new Int32Array(400);
  const cells: CellList = {
    length: 400,
    areaPx: column(60),
    positive: Uint8Array.from(column(1)),
    marker: Uint8Array.from(column(40)),
    od: Uint16Array.from(column(50)),
    firstX: zeros,
    firstY: zeros,
    minX: zeros,
    maxX: zeros,
    maxY: zeros,
    centroidX: zeros,
    centroidY: zeros,
  };
  const bases: readonly Thresholds[] = [
    { segThreshold: 120, sizeThreshold: 10 },
    { segThreshold: 120, sizeThreshold: 5, sizeThresholdUpper: 50, markerThreshold: 30 },
    { segThreshold: 120, sizeThreshold: 0, odThresholdLower: 10, odThresholdUpper: 40 },
    {
      segThreshold: 120,
      sizeThreshold: 3,
      markerThreshold: 20,
      odThresholdLower: 5,
      markerThresholdMeansOd: true,
    },
  ];
  const swept: readonly VariedThreshold[] = [
    'sizeThreshold',
    'sizeThresholdUpper',
    'markerThreshold',
    'odThresholdLower',
    'odThresholdUpper',
  ];

  for (const name of swept)
    it(`of ${name} counts what gating at each point counts`, () => {
      for (const list of [cells, withoutMarker(cells)])
        for (const base of bases) {
          for (const { threshold, total, positive } of thresholdCurve(
            list,
            base,
            name,
            curvePoints(0, 70, 40),
          )) {
            const { num_total, num_pos } = scoring(gateCells(list, { ...base, [name]: threshold }), base);
            assert.deepEqual({ total, positive }, { total: num_total, positive: num_pos }, `${threshold}`);
          }
        }
    });

  it('has ascending whole points from end to end, not more than there are', () => {
    assert.deepEqual(curvePoints(0, 3), [0, 1, 2, 3]);
    const many = curvePoints(0, 255);
    assert.equal(many.length, 64);
    assert.deepEqual([many[0], many.at(-1)], [0, 255]);
  });
});

function withoutMarker(cells: CellList): CellList {
  const rest = Object.entries(cells).filter(([column]) => column !== 'marker');
  // The marker is the one column that may be absent beside the optical density.
  return Object.fromEntries(rest) as unknown as CellList;
}
