// One class for each nucleus: rims and grains take the class of their nucleus, nuclei parted by green keep their own.

import assert from 'node:assert/strict';
import { oneClassPerNucleus } from '../../../engine/postprocessing/oneClassPerNucleus.js';
import type { Raster } from '../../../engine/protocol/raster.js';

const RED = [200, 0, 0];
const BLUE = [0, 0, 200];
const GREEN = [100, 200, 100];
const NOTHING = [0, 0, 0];
const PIXELS: Readonly<Record<string, readonly number[]>> = { r: RED, b: BLUE, g: GREEN, '.': NOTHING };

describe('one class per nucleus', () => {
  const mapOf = (rows: readonly string[], pixels = PIXELS): Raster => ({
    ...{ width: rows[0]!.length, height: rows.length, channels: 3 },
    data: Uint8Array.from([...rows.join('')].flatMap((letter) => pixels[letter]!)),
  });
  /** Letters of the map afterwards: r has more red, b more blue. */
  const after = (map: Raster): string[] => {
    oneClassPerNucleus(map);
    const letters = Array.from({ length: map.width * map.height }, (_, i) => {
      const [red, green, blue] = map.data.subarray(3 * i);
      if (green! > 80) return 'g';
      return red === 0 && blue === 0 ? '.' : red! > blue! ? 'r' : 'b';
    }).join('');
    return Array.from({ length: map.height }, (_, y) => letters.slice(y * map.width, (y + 1) * map.width));
  };

  it('gives the blue rim of a positive nucleus its class', () =>
    assert.deepEqual(
      after(mapOf(['.......', '.bbbbb.', '.brrrb.', '.brrrr.', '.brrrr.', '.rrrrr.', '.......'])),
      ['.......', ...Array.from({ length: 5 }, () => '.rrrrr.'), '.......'],
    ));

  it('gives grains of DAB in a negative nucleus its class', () =>
    assert.deepEqual(after(mapOf(['bbbb', 'brbb', 'bbrb', 'bbbb'])), ['bbbb', 'bbbb', 'bbbb', 'bbbb']));

  it('leaves two touching nuclei apart that green parts', () =>
    assert.deepEqual(after(mapOf(['rrgbb', 'rrgbb', 'rrgbb'])), ['rrgbb', 'rrgbb', 'rrgbb']));

  it('takes corners for no connection', () => assert.deepEqual(after(mapOf(['r.', '.b'])), ['r.', '.b']));

  it('does not connect the end of a row with the start of the next one', () =>
    assert.deepEqual(after(mapOf(['..rr', 'b...'])), ['..rr', 'b...']));

  it('weighs how sure the pixels are, not how many they are', () =>
    assert.deepEqual(after(mapOf(['rww'], { r: RED, w: [0, 0, 90] })), ['rrr']));

  it('is positive if both classes have the same sum', () => assert.deepEqual(after(mapOf(['rb'])), ['rr']));

  it('keeps the sum of both classes in a pixel, at most 255, and leaves faint pixels as they are', () => {
    const map = mapOf(['rwf'], { r: [200, 10, 100], w: [150, 20, 40], f: [30, 5, 30] });
    oneClassPerNucleus(map);
    assert.deepEqual([...map.data], [255, 10, 0, 190, 20, 0, 30, 5, 30]);
  });
});
