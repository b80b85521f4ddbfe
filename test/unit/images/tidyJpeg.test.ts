// Markers of a JPEG that libjpeg warns about although every pixel is right.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { openImage } from '../../../engine/images/decode.js';
import { readWhole } from '../../../engine/images/memory.js';
import { refusal } from '../checkpoints/refusal.js';
import { fixture, folderPerTest } from './samplePixels.js';

describe('a JPEG', () => {
  const folder = folderPerTest();
  const plain = readFileSync(fixture('rgb.jpg'));

  async function pixels(bytes: Uint8Array): Promise<number[]> {
    writeFileSync(folder.file('a.jpg'), bytes);
    const image = await openImage(folder.file('a.jpg'), { colour: 'managed' });
    const { data } = await readWhole(image);
    await image.close();
    return [...data];
  }

  /** The file with a segment after its first marker, in place of its JFIF segment. */
  const startingWith = (segment: string) => {
    const jfif = plain.toString('latin1', 6, 10) === 'JFIF' ? 2 + 2 + plain.readUInt16BE(4) : 2;
    return Buffer.concat([plain.subarray(0, 2), Buffer.from(segment, 'latin1'), plain.subarray(jfif)]);
  };

  for (const [what, segment] of [
    ['a JFIF version that libjpeg does not know', '\xff\xe0\0\x10JFIF\0\x02\x01\0\0\x01\0\x01\0\0'],
    ['an Adobe transform that libjpeg does not know', '\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\x05'],
    ['padding between its segments', '\xff\xfe\0\x04ab\0\0\0\0\0'],
  ] as const)
    it(`is read in spite of ${what}`, async () =>
      assert.deepEqual(await pixels(startingWith(segment)), await pixels(plain)));

  it('is still refused for damage to its pixels', async () => {
    const damaged = startingWith('\xff\xe0\0\x10JFIF\0\x02\x01\0\0\x01\0\x01\0\0');
    damaged.set([0xff, 0xd9], damaged.length - 100); // an early end
    await assert.rejects(pixels(damaged), refusal(/damaged|truncated/, 'image-unreadable'));
  });
});
