// Sizes that headers claim, before memory is taken for them.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { openImage } from '../../../engine/images/decode.js';
import { refusal } from '../checkpoints/refusal.js';
import { fixture, folderPerTest } from './samplePixels.js';

const refused = (path: string, message: RegExp, maxPixels?: number) =>
  assert.rejects(openImage(path, { colour: 'managed', maxPixels }), refusal(message, 'image-unreadable'));

describe('an image of 100,000 × 100,000 pixels is refused by its header', () => {
  const folder = folderPerTest();
  const large =
    /100000 × 100000 pixels \(10000 megapixels\); at most 1000 megapixels.*slides come with a reader/s;

  it('as PNG', async () => {
    const png = readFileSync(fixture('rgb.png'));
    png.writeUInt32BE(100_000, 16);
    png.writeUInt32BE(100_000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    writeFileSync(folder.file('large.png'), png);
    await refused(folder.file('large.png'), large);
  });

  it('as TIFF', async () => {
    const tiff = readFileSync(fixture('rgb.tif'));
    const directory = tiff.readUInt32LE(4);
    for (const tag of [256, 257]) {
      const entry = [...Array(tiff.readUInt16LE(directory)).keys()]
        .map((i) => directory + 2 + 12 * i)
        .find((at) => tiff.readUInt16LE(at) === tag)!;
      tiff.writeUInt16LE(4, entry + 2); // LONG
      tiff.writeUInt32LE(100_000, entry + 8);
    }
    writeFileSync(folder.file('large.tif'), tiff);
    await refused(folder.file('large.tif'), large);
  });

  it('as JPEG, which ends at 65,535', async () => {
    const jpeg = readFileSync(fixture('rgb.jpg'));
    const frame = jpeg.indexOf('\xff\xc0', 0, 'latin1');
    jpeg.writeUInt32BE(0xffff_ffff, frame + 5);
    writeFileSync(folder.file('large.jpg'), jpeg);
    await refused(folder.file('large.jpg'), /65535 × 65535 pixels \(4294\.84 megapixels\)/);
  });

  it('as WebP, which can only be decoded as a whole', async () => {
    const webp = readFileSync(fixture('lossless.webp'));
    const at = webp.indexOf('VP8L', 0, 'latin1') + 9;
    webp.writeUInt32LE(((webp.readUInt32LE(at) & 0xf000_0000) | 0x0fff_ffff) >>> 0, at);
    writeFileSync(folder.file('large.webp'), webp);
    await refused(folder.file('large.webp'), /16384 × 16384 pixels of a WebP.*tiled TIFF/s);
  });
});

describe('the bound on pixels', () => {
  it('is the caller’s to set, and holds exactly', async () => {
    const image = await openImage(fixture('rgb.png'), { colour: 'managed', maxPixels: 23 * 17 });
    await image.close();
    await refused(fixture('rgb.png'), /23 × 17/, 23 * 17 - 1);
  });

  it('does not keep an image of one pixel out', async () => {
    const folder = fixture('one_pixel.png');
    const image = await openImage(folder, { colour: 'managed' });
    assert.deepEqual([...(await image.read(0, 0, 1, 1)).data], [12, 34, 56]);
    await image.close();
  });
});
