// What charts are drawn from: ranges of long curves, smoothing, axes and the points that stand for a curve.

import assert from 'node:assert/strict';
import { padded, position, ticks, valueAt, zoomed } from '../../../../webview/charts/axis.js';
import { clockText, durationText, fullText, tickText } from '../../../../webview/charts/numberText.js';
import { band, nearestRow, outline, polyline, type Curve } from '../../../../webview/charts/polyline.js';
import { RangePyramid } from '../../../../webview/charts/rangePyramid.js';
import { Smoothing } from '../../../../webview/charts/smoothing.js';

/** Numbers that look like chance and are the same in every run: a linear congruence (Numerical Recipes). */
function noise(count: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32 - 0.5;
  });
}

function curveOf(values: ArrayLike<number>, x?: ArrayLike<number>): Curve {
  const y = Float64Array.from(values);
  const pyramid = new RangePyramid();
  pyramid.extend(y, y.length);
  return { x: Float64Array.from(x ?? y.map((_, i) => i)), y, count: y.length, pyramid };
}

describe('the range of a stretch of a curve', () => {
  const values = noise(5000);
  values[77] = NaN;
  const plain = (from: number, to: number) => {
    const some = [...values.subarray(from, to)].filter((value) => !Number.isNaN(value));
    return some.length === 0 ? undefined : { min: Math.min(...some), max: Math.max(...some) };
  };

  it('is that of its values, wherever it begins and ends', () => {
    const pyramid = new RangePyramid();
    pyramid.extend(values, values.length);
    for (const [from, to] of [
      [0, 5000],
      [1, 4999],
      [16, 32],
      [15, 33],
      [64, 1088],
      [63, 4097],
      [77, 78],
      [10, 10],
      [4990, 9999],
    ] as const)
      assert.deepEqual(pyramid.range(from, to), plain(from, to), `${from} … ${to}`);
  });

  it('stays right while the curve grows by any number of values', () => {
    const pyramid = new RangePyramid();
    for (let count = 1; count < 5000; count += 1 + ((count * 7) % 93)) {
      pyramid.extend(values, count);
      assert.deepEqual(pyramid.range(0, count), plain(0, count), `of ${count}`);
      assert.deepEqual(pyramid.range(count - 5, count), plain(Math.max(0, count - 5), count));
    }
  });

  it('is right when a size of blocks is first needed', () => {
    for (const count of [16, 64, 256, 1024]) {
      const pyramid = new RangePyramid();
      pyramid.extend(values, count);
      pyramid.extend(values, 4 * count + 1);
      assert.deepEqual(pyramid.range(0, 4 * count + 1), plain(0, 4 * count + 1), `from ${count}`);
    }
  });

  it('forgets values that were taken back', () => {
    const changed = Float64Array.from([1, 2, 99, 4]);
    const pyramid = new RangePyramid();
    pyramid.extend(changed, 4);
    changed[2] = 3;
    pyramid.extend(changed, 3, 2);
    assert.deepEqual(pyramid.range(0, 4), { min: 1, max: 3 });
  });
});

describe('smoothing', () => {
  it('leaves a curve alone at weight 0', () => {
    const smoothing = new Smoothing(0);
    smoothing.extend(Float64Array.of(3, 1, 2), 3);
    assert.deepEqual([...smoothing.mean], [3, 1, 2]);
    assert.deepEqual([...smoothing.deviation], [0, 0, 0]);
  });

  it('is the mean under weights that decay, which add up to one from the first value on', () => {
    const values = noise(200);
    const [weight, at] = [0.9, 150];
    const weights = values.map((_, i) => (i <= at ? weight ** (at - i) : 0));
    const sum = weights.reduce((total, one) => total + one);
    const mean = values.reduce((total, value, i) => total + value * weights[i]!, 0) / sum;
    const variance = values.reduce((total, value, i) => total + (value - mean) ** 2 * weights[i]!, 0) / sum;
    const smoothing = new Smoothing(weight);
    smoothing.extend(values, 200);
    assert.ok(Math.abs(smoothing.mean[at]! - mean) < 1e-14);
    assert.ok(Math.abs(smoothing.deviation[at]! - Math.sqrt(variance)) < 1e-14);
  });

  it('gives what TensorBoard shows', () => {
    // vz_line_chart2 of TensorBoard 2.21: last = last·w + (1-w)·value, shown as last / (1 - w^n); by hand for w = ½.
    const smoothing = new Smoothing(0.5);
    smoothing.extend(Float64Array.of(1, 3, 8), 3);
    [0.5 / 0.5, 1.75 / 0.75, 4.875 / 0.875].forEach((shown, i) =>
      assert.ok(Math.abs(smoothing.mean[i]! - shown) < 1e-15 * shown * 4),
    );
  });

  it('goes on where it was, and begins anew where values were taken back', () => {
    const values = noise(100);
    const whole = new Smoothing(0.8);
    whole.extend(values, 100);
    const grown = new Smoothing(0.8);
    for (const count of [1, 2, 50, 100]) grown.extend(values, count);
    assert.deepEqual(grown.mean, whole.mean);
    grown.extend(values, 60, 40);
    grown.extend(values, 100);
    assert.deepEqual(grown.mean, whole.mean);
  });

  it('holds its value where a loss is no number', () => {
    const smoothing = new Smoothing(0.5);
    smoothing.extend(Float64Array.of(NaN, 4, NaN), 3);
    assert.deepEqual([...smoothing.mean], [NaN, 4, 4]);
  });
});

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
    const log = padded(0, 10, true);
    assert.ok(log.min > 0 && log.max > 10);
  });
});

describe('numbers in words', () => {
  it('on axes are as long as the distance of marks needs', () => {
    assert.equal(tickText(0.25, 0.05), '0.25');
    assert.equal(tickText(20000, 5000), '20k');
    assert.equal(tickText(1_500_000, 500_000), '1.5M');
    assert.equal(tickText(2e-5, 1e-5), '2e-5');
    assert.equal(tickText(0, 1), '0');
  });
  it('to be read off have all their digits', () => {
    assert.equal(fullText(0.1 + 0.2), '0.30000000000000004');
    assert.equal(fullText(NaN), 'not a number');
  });
  it('of durations have two units', () => {
    assert.equal(durationText(4200), '4.2 s');
    assert.equal(durationText(200_000), '3 min 20 s');
    assert.equal(durationText(7_500_000), '2 h 5 min');
    assert.equal(durationText(273_600_000), '3 d 4 h');
  });
  it('of a clock have the day where marks are days apart', () => {
    const noon = new Date(2026, 10, 28, 12, 5, 9).getTime();
    assert.equal(clockText(noon, 1000), '12:05:09');
    assert.equal(clockText(noon, 3_600_000), '12:05');
    assert.equal(clockText(noon, 86_400_000), '2026-11-28');
  });
});

describe('the line of a curve', () => {
  const unit = { min: 0, max: 1, log: false };

  it('goes through all points while they are few', () => {
    const points = polyline(curveOf([0, 1, 0.5]), { min: 0, max: 2, log: false }, unit, 100, 10);
    assert.deepEqual([...points], [0, 10, 50, 0, 100, 5]);
  });

  it('leaves out values that are none, or that a logarithm does not have', () => {
    const curve = curveOf([1, NaN, 0, 10]);
    const axis = { min: 0, max: 3, log: false };
    const points = polyline(curve, axis, { min: 1, max: 100, log: true }, 30, 10);
    assert.deepEqual([...points], [0, 10, 30, 5]);
  });

  it('of a million points has a few a pixel, and no peak is lost', () => {
    const values = noise(1_000_000);
    values[654_321] = 40;
    const curve = curveOf(values);
    const yAxis = { min: -1, max: 40, log: false };
    const points = polyline(curve, { min: 0, max: 999_999, log: false }, yAxis, 800, 100);
    assert.ok(points.length <= 2 * 4 * 802, `${points.length / 2} points`);
    const at = points.findIndex((value, i) => i % 2 === 1 && value === 0);
    assert.equal(Math.floor(points[at - 1]!), Math.floor((654_321 / 999_999) * 800));
  });

  describe('that is filled instead', () => {
    const x = { min: 0, max: 19_999, log: false };
    const y = { min: -1, max: 4, log: false };
    const values = noise(20_000);
    values[7_000] = 3;
    values[7_500] = NaN;
    const [width, height, thick] = [200, 100, 2];

    it('covers every value, with half of its thickness above and below, and what leads from column to column', () => {
      const shape = outline(curveOf(values), x, y, width, height, thick)!;
      const places = shape.length / 4;
      const edges = new Map<number, readonly [number, number]>();
      for (let i = 0; i < places; i++) {
        const back = shape.length - 2 - 2 * i;
        assert.equal(shape[back], shape[2 * i]);
        edges.set(shape[2 * i]!, [shape[2 * i + 1]!, shape[back + 1]!]);
      }
      const downs = (from: number, to: number) =>
        [...values.subarray(Math.max(0, from), to)]
          .filter((value) => !Number.isNaN(value))
          .map((value) => (1 - (value + 1) / 5) * height);
      // Column c holds the rows with c ≤ row / 19,999 · 200 < c + 1.
      for (let column = 0; column < width; column++) {
        const first = Math.ceil((column * 19_999) / width);
        const end = Math.ceil(((column + 1) * 19_999) / width);
        const there = downs(column === 0 ? 0 : first - 1, end);
        const [top, bottom] = edges.get(column + 0.5)!;
        assert.ok(Math.abs(top - (Math.min(...there) - 1)) < 1e-9, `top of ${column}`);
        assert.ok(Math.abs(bottom - (Math.max(...there) + 1)) < 1e-9, `bottom of ${column}`);
      }
    });

    it('is of no use for few points, and of what a logarithm does not have', () => {
      assert.equal(outline(curveOf(values.subarray(0, 100)), x, y, width, height, thick), undefined);
      assert.equal(
        outline(curveOf(values), x, { min: 0.1, max: 4, log: true }, width, height, thick),
        undefined,
      );
    });
  });

  it('of many points that hardly rise or fall within a pixel has one point a pixel', () => {
    const slow = Float64Array.from({ length: 10_000 }, (_, i) => i / 10_000);
    const points = polyline(curveOf(slow), { min: 0, max: 9999, log: false }, unit, 100, 10);
    assert.ok(points.length <= 2 * 103, `${points.length / 2} points`);
  });

  it('of a part begins one point before and ends one after it', () => {
    const points = polyline(curveOf([0, 0, 0, 0, 0, 0]), { min: 1.5, max: 3.5, log: false }, unit, 20, 10);
    assert.deepEqual(
      [...points].filter((_, i) => i % 2 === 0),
      [-5, 5, 15, 25],
    );
  });

  it('and the band about it goes forth above and back below', () => {
    const axis = { min: 0, max: 1, log: false };
    const points = band(curveOf([0.2, 0.4]), curveOf([0.6, 0.8]), axis, unit, 10, 10);
    assert.deepEqual(
      [...points].map((value) => Math.round(value * 1e6) / 1e6),
      [0, 4, 10, 2, 10, 6, 0, 8],
    );
  });

  it('is read off at the nearest point', () => {
    const curve = curveOf([0, 0, 0], [10, 20, 40]);
    assert.deepEqual(
      [-5, 14, 15, 16, 29, 31, 99].map((value) => nearestRow(curve, value)),
      [0, 0, 0, 1, 1, 2, 2],
    );
    assert.equal(nearestRow(curveOf([]), 3), undefined);
  });
});
