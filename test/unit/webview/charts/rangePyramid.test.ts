import assert from 'node:assert/strict';
import { RangePyramid } from '../../../../webview/charts/rangePyramid.js';
import { noise } from './noise.js';

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

  it('forgets values that were withdrawn', () => {
    const changed = Float64Array.from([1, 2, 99, 4]);
    const pyramid = new RangePyramid();
    pyramid.extend(changed, 4);
    changed[2] = 3;
    pyramid.extend(changed, 3, 2);
    assert.deepEqual(pyramid.range(0, 4), { min: 1, max: 3 });
  });
});
