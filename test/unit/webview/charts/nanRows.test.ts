// Curves with NaN: the line breaks, the place is marked, and the readout says it in words.

import assert from 'node:assert/strict';
import { chartNotes } from '../../../../webview/charts/chartNotes.js';
import { nanSince } from '../../../../webview/charts/nanRows.js';
import { nanStretches, outline, polyline, type Curve } from '../../../../webview/charts/polyline.js';
import { RangePyramid } from '../../../../webview/charts/rangePyramid.js';
import { readings, spokenReadings } from '../../../../webview/charts/readings.js';

/** Curve whose NaN are values. */
function curveOf(values: readonly number[]): Curve {
  const y = Float64Array.from(values);
  const pyramid = new RangePyramid();
  pyramid.extend(y, y.length);
  const rows = Float64Array.from(values.flatMap((value, row) => (Number.isNaN(value) ? [row] : [])));
  return { x: y.map((_, i) => i), y, count: y.length, pyramid, nan: { rows, count: rows.length } };
}

function lineOf(values: readonly number[], ended = true) {
  const raw = curveOf(values);
  const step = raw.x.map((x) => 10 * x);
  return {
    id: 'l1',
    label: 'DAPI',
    words: 'DAPI',
    colour: '#fff',
    dash: [],
    raw,
    step,
    ended,
    pale: false,
    dots: false,
  };
}

describe('NaN in a curve', () => {
  const unit = { min: 0, max: 1, log: false };

  it('breaks the line', () => {
    const points = polyline(curveOf([0, 1, NaN, NaN, 1]), { min: 0, max: 4, log: false }, unit, 4, 1);
    assert.deepEqual([...points], [0, 1, 1, 0, NaN, NaN, 4, 0]);
  });

  it('breaks the line of many points, where all values of a pixel are NaN', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i >= 4000 && i < 6000 ? NaN : i % 2));
    const shape = outline(curveOf(values), { min: 0, max: 9999, log: false }, unit, 100, 10, 1)!;
    assert.equal(shape.filter((value, i) => i % 2 === 0 && Number.isNaN(value)).length, 1);
    assert.ok(!shape.some((x, i) => i % 2 === 0 && x > 41 && x < 59));
  });

  it('is marked from its first step to its last', () => {
    const x = { min: 0, max: 10, log: false };
    const curve = curveOf([0, NaN, 0, 0, 0, NaN, NaN, NaN, 0, 0, 0]);
    assert.deepEqual(nanStretches(curve, x, 100, 15), [
      { from: 10, to: 10 },
      { from: 50, to: 70 },
    ]);
  });

  it('holds to the end from the first step after the last number', () => {
    assert.equal(nanSince(curveOf([NaN, 1, NaN, NaN]).nan, 4), 2);
    assert.equal(nanSince(curveOf([NaN, 1]).nan, 2), undefined);
  });

  it('is read off in words', () => {
    const line = lineOf([1, NaN, 2, NaN, NaN]);
    const textAt = (at: number) => readings(line, at, 0.1).map(({ value, text }) => text ?? value)[0];
    assert.deepEqual([0, 1, 2, 3, 4].map(textAt), [1, 'NaN', 2, 'NaN since step 30', 'NaN since step 30']);
    assert.equal(textAt(5), 'ended at step 40');
    assert.equal(readings(lineOf([1], false), 9, 0.1)[0]!.text, 'last value at step 0');
  });

  it('is said to screen readers, with the place', () => {
    const lines = [lineOf([1, 2, 3]), { ...lineOf([1, NaN]), label: 'LAP2' }];
    assert.equal(
      spokenReadings(lines, 2, 0.1, (x) => `Step ${10 * x}`),
      'Step 20: DAPI 3, LAP2 ended at step 10',
    );
  });

  it('is told below the chart, as are values without a logarithm', () => {
    assert.deepEqual(chartNotes([lineOf([1, NaN])], { x: false, y: false }), ['DAPI: NaN since step 10.']);
    assert.deepEqual(chartNotes([lineOf([NaN, 1])], { x: false, y: false }), ['DAPI: NaN at 1 steps.']);
    assert.deepEqual(chartNotes([lineOf([1, 0, -1])], { x: false, y: true }), [
      'Values at or below zero have no logarithm; left out: 2.',
    ]);
    assert.deepEqual(chartNotes([lineOf([1, 0])], { x: false, y: false }), []);
  });
});
