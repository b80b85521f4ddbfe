import assert from 'node:assert/strict';
import { NEGATIVE, POSITIVE, UNKNOWN } from '../../../engine/postprocessing/labels.js';
import { classifyPixels } from '../../../engine/postprocessing/pixelClasses.js';

function classOf(red: number, green: number, blue: number, threshold = 120): number {
  const data = Uint8Array.of(red, green, blue);
  return classifyPixels({ width: 1, height: 1, channels: 3, data }, threshold)[0]!;
}

describe('a pixel of a segmentation map', () => {
  it('is a cell where red and blue together exceed the threshold', () => {
    assert.equal(classOf(0, 0, 120), UNKNOWN);
    assert.equal(classOf(0, 0, 121), NEGATIVE);
    assert.equal(classOf(121, 0, 0), POSITIVE);
  });

  it('adds red and blue without wrapping at 255', () => assert.equal(classOf(200, 0, 200), POSITIVE));

  it('is no cell where green exceeds 80: the line between two cells', () => {
    assert.equal(classOf(200, 80, 0), POSITIVE);
    assert.equal(classOf(200, 81, 0), UNKNOWN);
  });

  it('is positive when red and blue are equal', () => {
    assert.equal(classOf(100, 0, 100), POSITIVE);
    assert.equal(classOf(100, 0, 101), NEGATIVE);
  });

  it('obeys the threshold given', () => {
    assert.equal(classOf(150, 0, 0, 150), UNKNOWN);
    assert.equal(classOf(151, 0, 0, 150), POSITIVE);
  });

  it('of a grey map has three equal channels', () => {
    const data = Uint8Array.of(0, 61, 80, 81);
    const classes = classifyPixels({ width: 4, height: 1, channels: 1, data }, 120);
    assert.deepEqual([...classes], [UNKNOWN, POSITIVE, POSITIVE, UNKNOWN]);
  });
});
