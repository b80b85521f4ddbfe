// Levels of a pyramid are averages.

import assert from 'node:assert/strict';
import { memorySink, memorySource, readWhole } from '../../../engine/images/memory.js';
import { halved, nextLevel, wholeAtLevel } from '../../../engine/pictures/halve.js';
import { patterned } from '../images/samplePixels.js';

const makeSink = (width: number, height: number) => Promise.resolve(memorySink(width, height, 3));

describe('half a picture', () => {
  it('averages 2 × 2 pixels, halves rounded up', () =>
    assert.deepEqual(
      halved({ width: 4, height: 2, channels: 1, data: Uint8Array.of(0, 1, 10, 20, 2, 3, 30, 41) }),
      { width: 2, height: 1, channels: 1, data: Uint8Array.of(2, 25) },
    ));

  it('averages what there is at odd edges', () =>
    assert.deepEqual(
      halved({ width: 3, height: 3, channels: 1, data: Uint8Array.of(0, 4, 7, 0, 4, 9, 5, 6, 200) }),
      { width: 2, height: 2, channels: 1, data: Uint8Array.of(2, 8, 6, 200) },
    ));

  it('keeps colours apart', () =>
    assert.deepEqual(
      [...halved({ width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 100, 200, 10, 110, 210) }).data],
      [5, 105, 205],
    ));

  it('is the same band by band and in one pass, whatever the level', async () => {
    const source = memorySource(patterned(37, 1301));
    let level = source;
    for (let n = 1; n <= 11; n++) {
      level = await nextLevel(level, makeSink, {});
      assert.deepEqual(await wholeAtLevel(source, n, {}), await readWhole(level), `level ${n}`);
    }
  });

  it('stops when it is cancelled', () =>
    assert.rejects(nextLevel(memorySource(patterned(4, 4)), makeSink, { signal: AbortSignal.abort() }), {
      code: 'cancelled',
    }));
});
