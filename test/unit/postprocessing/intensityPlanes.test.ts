import assert from 'node:assert/strict';
import { markerPlane, opticalDensityPlane } from '../../../engine/postprocessing/intensityPlanes.js';
import type { Raster } from '../../../engine/protocol/raster.js';

function pixels(...rgb: readonly number[]): Raster {
  return { width: rgb.length / 3, height: 1, channels: 3, data: Uint8Array.from(rgb) };
}

describe('brightness of the marker', () => {
  it('is the largest channel', () =>
    assert.deepEqual([...markerPlane(pixels(1, 2, 3, 9, 8, 7, 0, 255, 0))], [3, 9, 255]));

  it('of a grey image is its level', () =>
    assert.deepEqual(
      [...markerPlane({ width: 2, height: 1, channels: 1, data: Uint8Array.of(4, 5) })],
      [4, 5],
    ));
});

describe('optical density', () => {
  it('of white is 0', () => assert.deepEqual([...opticalDensityPlane(pixels(255, 255, 255))], [0]));

  it('sums log10(255 / v) over the channels, in hundredths', () => {
    // log10(255/25.5) would be 1; log10(255/51) = 0.69897, log10(255/102) = 0.39794, log10(255/204) = 0.09691.
    assert.deepEqual([...opticalDensityPlane(pixels(51, 102, 204))], [119]);
  });

  it('of black is that of level 1, and more than a byte', () =>
    assert.deepEqual([...opticalDensityPlane(pixels(0, 0, 0, 1, 1, 1))], [722, 722]));
});
