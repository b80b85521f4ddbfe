import assert from 'node:assert/strict';
import { band, nearestRow, outline, polyline, type Curve } from '../../../../webview/charts/polyline.js';
import { RangePyramid } from '../../../../webview/charts/rangePyramid.js';
import { noise } from './noise.js';

function curveOf(values: ArrayLike<number>, x?: ArrayLike<number>): Curve {
  const y = Float64Array.from(values);
  const pyramid = new RangePyramid();
  pyramid.extend(y, y.length);
  return { x: Float64Array.from(x ?? y.map((_, i) => i)), y, count: y.length, pyramid };
}

describe('the line of a curve', () => {
  const unit = { min: 0, max: 1, log: false };

  it('goes through all points while they are few', () => {
    const points = polyline(curveOf([0, 1, 0.5]), { min: 0, max: 2, log: false }, unit, 100, 10);
    assert.deepEqual([...points], [0, 10, 50, 0, 100, 5]);
  });

  it('leaves out NaN, and values without a logarithm', () => {
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

    it('covers every value, half of its thickness above and below, and the way from column to column', () => {
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

    it('is not made for few points, nor for values without a logarithm', () => {
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
