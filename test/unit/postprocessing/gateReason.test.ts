import assert from 'node:assert/strict';
import type { CellList } from '../../../engine/postprocessing/cellColumns.js';
import { COUNTED_POSITIVE, gateCells, NOT_COUNTED } from '../../../engine/postprocessing/gate.js';
import { gateReason, type GateReason } from '../../../engine/postprocessing/gateReason.js';
import type { Thresholds } from '../../../engine/postprocessing/thresholds.js';

/** Every combination of size, class by pixels, marker and optical density. */
const rows = [10, 50, 900].flatMap((area) =>
  [0, 1].flatMap((positive) =>
    [5, 200].flatMap((marker) => [5, 60, 300].map((od) => ({ area, positive, marker, od }))),
  ),
);
const zeros = new Int32Array(rows.length);
const cells: CellList = {
  length: rows.length,
  areaPx: Int32Array.from(rows, ({ area }) => area),
  positive: Uint8Array.from(rows, ({ positive }) => positive),
  marker: Uint8Array.from(rows, ({ marker }) => marker),
  od: Uint16Array.from(rows, ({ od }) => od),
  firstX: zeros,
  firstY: zeros,
  minX: zeros,
  maxX: zeros,
  maxY: zeros,
  centroidX: zeros,
  centroidY: zeros,
};
const SAYS: Readonly<Record<GateReason, 'not counted' | 'negative' | 'positive'>> = {
  'too small': 'not counted',
  'too large': 'not counted',
  'implausible density': 'negative',
  'negative pixels': 'negative',
  'positive pixels': 'positive',
  'above marker threshold': 'positive',
};
const EACH: readonly (readonly [string, Thresholds])[] = [
  ['sizes', { segThreshold: 120, sizeThreshold: 20, sizeThresholdUpper: 500 }],
  ['a marker threshold', { segThreshold: 120, sizeThreshold: 0, markerThreshold: 100 }],
  [
    'optical densities',
    {
      segThreshold: 120,
      sizeThreshold: 0,
      odThresholdLower: 50,
      odThresholdUpper: 100,
      markerThreshold: 100,
    },
  ],
  [
    'an optical density in place of the marker',
    { segThreshold: 120, sizeThreshold: 0, markerThreshold: 50, markerThresholdMeansOd: true },
  ],
];

describe('the reason for the class of a cell', () => {
  for (const [name, thresholds] of EACH)
    it(`gives the class that the gate gives, with ${name}`, () => {
      const gate = gateCells(cells, thresholds);
      rows.forEach((row, i) => {
        const given =
          gate[i] === NOT_COUNTED ? 'not counted' : gate[i] === COUNTED_POSITIVE ? 'positive' : 'negative';
        assert.equal(SAYS[gateReason(cells, thresholds, i)], given, JSON.stringify(row));
      });
    });
});
