// The reference's values are compared in the parity suite h_spot; here is the arithmetic it follows from.

import assert from 'node:assert/strict';
import { planesToRaster, rasterToPlanes } from '../../../engine/inference/normalise.js';
import { patterned } from '../images/samplePixels.js';

const planeOf = (...values: number[]) => ({
  channels: 1,
  height: 1,
  width: values.length,
  data: Float32Array.from(values),
});

describe('pixels as networks see them', () => {
  it('run from -1 (black) to 1 (white), channel after channel', () => {
    const planes = rasterToPlanes({
      width: 2,
      height: 1,
      channels: 3,
      data: Uint8Array.of(0, 255, 51, 255, 0, 204),
    });
    assert.deepEqual([planes.channels, planes.height, planes.width], [3, 1, 2]);
    assert.deepEqual(
      [...planes.data].map((value) => Number(value.toFixed(6))),
      [-1, 1, 1, -1, -0.6, 0.6],
    );
  });

  it('are rounded to float32 after each step', () => {
    const level = 100;
    const share = Math.fround(level / 255);
    const expected = Math.fround(Math.fround(share - 0.5) / 0.5);
    const { data } = rasterToPlanes({ width: 1, height: 1, channels: 1, data: Uint8Array.of(level) });
    assert.equal(data[0], expected);
    assert.notEqual(data[0], Math.fround((level / 255 - 0.5) / 0.5)); // result of one rounding
  });
});

describe('network output as pixels', () => {
  it('is cut off, not rounded', () =>
    // -1 + 2·(n + 0.9)/255 is level n.9
    assert.deepEqual(
      [...planesToRaster(planeOf(...[0, 1, 127, 254].map((n) => -1 + (2 * (n + 0.9)) / 255))).data],
      [0, 1, 127, 254],
    ));

  it('stays within 0 and 255, whatever a sum of maps gives', () =>
    assert.deepEqual(
      [...planesToRaster(planeOf(-1, 1, -1.5, 1.5, 1.0000001, -Infinity, Infinity, NaN)).data],
      [0, 255, 0, 255, 255, 0, 255, 0],
    ));

  it('comes back at most one level lower than the pixels it came from', () => {
    const image = patterned(64, 48);
    const back = planesToRaster(rasterToPlanes(image));
    assert.ok(back.data.every((level, i) => level === image.data[i] || level === image.data[i]! - 1));
  });

  it('needs one plane or three', () =>
    assert.throws(
      () => planesToRaster({ channels: 2, height: 1, width: 1, data: new Float32Array(2) }),
      RangeError,
    ));
});
