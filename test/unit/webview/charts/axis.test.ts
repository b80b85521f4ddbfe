import assert from 'node:assert/strict';
import { padded, position, ticks, valueAt, zoomed } from '../../../../webview/charts/axis.js';

describe('axes', () => {
  it('map values to positions and back', () => {
    for (const axis of [
      { min: -2, max: 6, log: false },
      { min: 0.01, max: 100, log: true },
    ])
      for (const at of [0, 0.25, 1, 1.5]) assert.ok(Math.abs(position(axis, valueAt(axis, at)) - at) < 1e-12);
    assert.equal(position({ min: 0.01, max: 100, log: true }, 1), 0.5);
    assert.ok(Number.isNaN(position({ min: 1, max: 10, log: true }, 0)));
  });

  it('zoom about a place that stays', () => {
    const axis = { min: 0, max: 100, log: false };
    assert.deepEqual(zoomed(axis, 0.25, 0.5), { min: 12.5, max: 62.5, log: false });
  });

  it('have marks at 1, 2 and 5 times powers of ten', () => {
    assert.deepEqual(ticks({ min: 0, max: 1, log: false }, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(ticks({ min: -3, max: 8, log: false }, 5), [0, 5]);
    assert.deepEqual(ticks({ min: 0.001, max: 100, log: true }, 5), [0.001, 0.01, 0.1, 1, 10, 100]);
    assert.deepEqual(ticks({ min: 1, max: 10, log: true }, 5), [1, 2, 5, 10]);
    assert.deepEqual(ticks({ min: 1, max: 1, log: false }, 5), []);
  });

  it('have room for a flat curve, and for one that a logarithm cannot show', () => {
    const { min, max } = padded(3, 3, false);
    assert.ok(min < 3 && max > 3);
    // 0.1 + 0.2 and 0.3 are one value on the screen.
    const rounded = padded(0.3, 0.1 + 0.2, false);
    assert.ok(rounded.max - rounded.min > 0.05);
    const log = padded(0, 10, true);
    assert.ok(log.min > 0 && log.max > 10);
  });
});
