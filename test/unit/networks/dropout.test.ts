import assert from 'node:assert/strict';
import { dropoutMask } from '../../../engine/networks/dropout.js';

const SIZE = 100_000;
const mask = (seed: number, path = 'model.10.conv_block.3', rate = 0.5) =>
  dropoutMask(SIZE, rate, seed, path);
const equalShare = (a: Float32Array, b: Float32Array) =>
  a.filter((value, i) => value === b[i]).length / a.length;

describe('dropout', () => {
  it('drops its share and scales the other values, so that the mean stays', () => {
    for (const rate of [0.2, 0.5]) {
      const values = mask(1, 'layer', rate);
      const dropped = values.filter((value) => value === 0).length / SIZE;
      assert.ok(Math.abs(dropped - rate) < 0.01, `${dropped} dropped`); // six standard deviations
      assert.deepEqual([...new Set(values)].sort(), [0, Math.fround(1 / (1 - rate))]);
    }
  });

  it('is the same for the same seed and layer', () => assert.deepEqual(mask(7), mask(7)));

  it('is unrelated to that of another seed, even the next one, and of another layer', () => {
    for (const other of [mask(8), mask(-7), mask(7, 'model.11.conv_block.3')])
      assert.ok(Math.abs(equalShare(mask(7), other) - 0.5) < 0.01);
  });

  it('is unrelated to itself shifted by one row', () => {
    const values = mask(3);
    for (const step of [1, 64, 256])
      assert.ok(Math.abs(equalShare(values.subarray(step), values.subarray(0, SIZE - step)) - 0.5) < 0.01);
  });
});
