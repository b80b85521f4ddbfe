// Files that users give by mistake, and attackers on purpose: each is refused with a message that says what is wrong,
// before memory is taken for it, and nothing is left behind.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { openImage } from '../../../engine/images/decode.js';
import { refusal } from '../checkpoints/refusal.js';
import { fixture, folderPerTest } from './samplePixels.js';

const refused = (path: string, message: RegExp, maxPixels?: number) =>
  assert.rejects(openImage(path, { colour: 'managed', maxPixels }), refusal(message, 'image-unreadable'));

describe('what is no image is refused', () => {
  const folder = folderPerTest();
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(folder.file(name), content);
    return folder.file(name);
  };

  it('a missing file', () => refused(folder.file('none.png'), /none\.png: there is no such file/));
  it('a path through a file', () => refused(`${file('a.png', 'x')}/b.png`, /part of its path is a file/));
  it('a folder', () => refused(folder.path, /it is a folder/));
  it('an empty file', () => refused(file('empty.png', ''), /the file is empty/));
  it('a text named .png', () => refused(file('text.png', 'Dear reader,\n'), /text file, not an image/));
  it('random bytes named .tif', () =>
    refused(file('noise.tif', Uint8Array.of(7, 0, 200, 3, 0, 9)), /not an image/));
  it('an SVG', () => refused(file('a.svg', '<svg width="9" height="9"/>'), /XML or HTML/));
  it('a PDF', () => refused(file('a.pdf', '%PDF-1.7\n'), /PDF/));
  it('a GIF', () => refused(fixture('unreadable/picture.gif'), /GIF, a format that is not read/));
  it('a bitmap', () => refused(fixture('unreadable/picture.bmp'), /bitmap/));
  it('a TIFF of floating-point numbers', () =>
    refused(fixture('unreadable/float.tif'), /32-bit floating-point samples\. Expected 8 or 16 bits/));
  it('a TIFF of five channels', () =>
    refused(fixture('unreadable/five_channels.tif'), /5 separate channels/));
  it('a link that leads to itself', () => {
    symlinkSync(folder.file('loop.png'), folder.file('loop.png'));
    return refused(folder.file('loop.png'), /ELOOP/);
  });
  it('a pipe, without waiting for somebody to write to it', function () {
    if (process.platform === 'win32') this.skip(); // no named pipes among files
    execFileSync('mkfifo', [folder.file('pipe.png')]);
    return refused(folder.file('pipe.png'), /not a regular file/);
  });
  it('a file that we may not read', async function () {
    if (process.platform === 'win32') this.skip(); // permissions work differently there
    chmodSync(folder.path, 0o755);
    chmodSync(file('secret.png', readFileSync(fixture('rgb.png'))), 0o000);
    const { seteuid, geteuid } = process;
    const root = geteuid?.() === 0;
    if (root) seteuid?.(65_534); // the superuser may read everything
    try {
      await refused(folder.file('secret.png'), /permission denied/);
    } finally {
      if (root) seteuid?.(0);
    }
  });
});

describe('a truncated image is refused', () => {
  const folder = folderPerTest();
  for (const name of [
    'rgb.png',
    'interlaced.png',
    'rgb.jpg',
    'progressive.jpg',
    'lossy.webp',
    'lossless.webp',
    'rgb.tif',
    'lzw.tif',
    'jpeg.tif',
    'tiled_bigtiff.tif',
    'rgb16.tif',
  ])
    for (const share of [0.95, 0.6, 0.1])
      it(`${name}, of which ${share * 100} % are left`, async () => {
        const content = readFileSync(fixture(name));
        const path = folder.file(name);
        writeFileSync(path, content.subarray(0, Math.floor(content.length * share)));
        for (const memoryLimitBytes of [1e9, 0]) {
          const options = { colour: 'managed', scratchDir: folder.path, memoryLimitBytes } as const;
          await assert.rejects(openImage(path, options), refusal(/truncated|cut off/, 'image-unreadable'));
        }
        assert.deepEqual(folder.names(), [name]);
      });
});

describe('a damaged image is refused, where its format has checksums', () => {
  const folder = folderPerTest();
  for (const name of ['rgb.png', 'interlaced.png', 'tiled_bigtiff.tif'])
    it(name, async () => {
      const content = Uint8Array.from(readFileSync(fixture(name)));
      content.fill(0xaa, Math.floor(content.length / 2), Math.floor(content.length / 2) + 40);
      writeFileSync(folder.file(name), content);
      await refused(folder.file(name), /damaged|truncated/);
    });
});

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

describe('the scratch folder', () => {
  const folder = folderPerTest();

  it('has to exist', async () => {
    const options = { colour: 'managed', scratchDir: folder.file('none'), memoryLimitBytes: 0 } as const;
    await assert.rejects(openImage(fixture('rgb.png'), options), refusal(/none/, 'output-unwritable'));
  });
});
