import assert from 'node:assert/strict';
import { gateCells } from '../../../engine/postprocessing/gate.js';
import type { Thresholds } from '../../../engine/postprocessing/thresholds.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { findDrawn } from './drawnMap.js';

const open: Thresholds = { segThreshold: 120, sizeThreshold: 0 };
const NAMES = ['out', 'neg', 'pos']; // NOT_COUNTED, COUNTED_NEGATIVE, COUNTED_POSITIVE
const named = (gate: Uint8Array): string[] => Array.from(gate, (entry) => NAMES[entry]!);

describe('gating cells', () => {
  const sized = findDrawn(['n.nn.nnn.nnnn']).cells;
  const marked = findDrawn(['n.n.n.p'], {
    marker: Uint8Array.of(99, 0, 100, 0, 101, 0, 0),
    od: Uint16Array.of(59, 0, 60, 0, 140, 0, 141),
  }).cells;

  it('counts sizes strictly between the thresholds', () => {
    assert.deepEqual(named(gateCells(sized, { ...open, sizeThreshold: 1 })), ['out', 'neg', 'neg', 'neg']);
    assert.deepEqual(named(gateCells(sized, { ...open, sizeThreshold: 1, sizeThresholdUpper: 4 })), [
      'out',
      'neg',
      'neg',
      'out',
    ]);
  });

  it('makes cells positive above the marker threshold, and none negative', () =>
    assert.deepEqual(named(gateCells(marked, { ...open, markerThreshold: 100 })), [
      'neg',
      'neg',
      'pos',
      'pos',
    ]));

  it('makes cells negative outside the optical density thresholds, and none positive', () => {
    assert.deepEqual(named(gateCells(marked, { ...open, odThresholdUpper: 140 })), [
      'neg',
      'neg',
      'neg',
      'neg',
    ]);
    assert.deepEqual(named(gateCells(marked, { ...open, odThresholdUpper: 141 })), [
      'neg',
      'neg',
      'neg',
      'pos',
    ]);
    const positive = findDrawn(['p.p.p.p'], { od: Uint16Array.of(59, 0, 60, 0, 140, 0, 141) }).cells;
    assert.deepEqual(named(gateCells(positive, { ...open, odThresholdLower: 60, odThresholdUpper: 140 })), [
      'neg',
      'pos',
      'pos',
      'neg',
    ]);
  });

  it('compares a marker threshold with the optical density only where the reference is copied', () =>
    assert.deepEqual(
      named(
        gateCells(marked, {
          ...open,
          markerThreshold: 99,
          odThresholdLower: 1,
          markerThresholdMeansOd: true,
        }),
      ),
      ['neg', 'neg', 'pos', 'pos'],
    ));

  it('refuses optical density thresholds for cells without optical density', () =>
    assert.throws(
      () => gateCells(sized, { ...open, odThresholdLower: 1 }),
      (error) => error instanceof EngineError && error.code === 'usage',
    ));

  it('writes into the array given', () => {
    const into = new Uint8Array(4);
    assert.equal(gateCells(sized, open, into), into);
    assert.deepEqual(named(into), ['neg', 'neg', 'neg', 'neg']);
  });
});
