import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { openImage } from '../../../engine/images/decode.js';
import { writePng } from '../../../engine/images/encode.js';
import { memorySource } from '../../../engine/images/memory.js';
import type { PixelSource } from '../../../engine/images/pixelSource.js';
import { createSink } from '../../../engine/images/scratch.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { refusal } from '../checkpoints/refusal.js';
import { fixture, folderPerTest, noise, patterned } from './samplePixels.js';
import { makeReadOnly, onSmallDisk, SMALL_DISK_BYTES } from './smallDisk.js';

/** Pixels of a PNG file as libpng, not our code, reads them. */
async function decoded(path: string): Promise<Raster> {
  const { channels } = await sharp(path, { failOn: 'warning' }).metadata();
  const { data, info } = await sharp(path)
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    channels: info.channels as 1 | 3,
    data: new Uint8Array(data),
  };
}

describe('a PNG file', () => {
  const folder = folderPerTest();

  for (const [width, height, channels] of [
    [1, 1, 3],
    [1, 1, 1],
    [70, 50, 3],
    [33, 1, 1],
    [1, 90, 3],
    [900, 700, 3],
  ] as const)
    it(`holds the pixels of a raster: ${width} × ${height} × ${channels}`, async () => {
      const image = patterned(width, height, channels);
      await writePng(image, folder.file('a.png'));
      assert.deepEqual(await decoded(folder.file('a.png')), image);
      assert.deepEqual(folder.names(), ['a.png']);
    });

  it('is compressed: a flat image takes less than a hundredth', async () => {
    const image = { width: 500, height: 500, channels: 3, data: new Uint8Array(750_000).fill(13) } as const;
    await writePng(image, folder.file('flat.png'));
    assert.ok(readFileSync(folder.file('flat.png')).length < 7500);
  });

  it('is written from a source band by band, and the source stays open', async () => {
    const image = patterned(3000, 400);
    const largest = { rows: 0 };
    const source: PixelSource = {
      ...memorySource(image),
      read: (x, y, width, height) => {
        largest.rows = Math.max(largest.rows, height);
        return memorySource(image).read(x, y, width, height);
      },
    };
    await writePng(source, folder.file('a.png'));
    assert.deepEqual((await decoded(folder.file('a.png'))).data, image.data);
    assert.ok(largest.rows * 3000 * 3 <= 1024 * 1024);
    await source.read(0, 0, 1, 1);
  });

  it('replaces an older file', async () => {
    writeFileSync(folder.file('a.png'), 'old');
    await writePng(patterned(5, 5), folder.file('a.png'));
    assert.deepEqual((await decoded(folder.file('a.png'))).data, patterned(5, 5).data);
  });
});

describe('a PNG file that cannot be written', () => {
  const folder = folderPerTest();
  const image = noise(500, 500);
  assert.ok(image.data.length > SMALL_DISK_BYTES);

  it('needs its folder', () =>
    assert.rejects(
      writePng(image, folder.file('none/a.png')),
      refusal(/a\.png in .*none/, 'output-unwritable'),
    ));

  it('cannot go into a file', async () => {
    writeFileSync(folder.file('file'), '');
    await assert.rejects(
      writePng(image, folder.file('file/a.png')),
      refusal(/is a file/, 'output-unwritable'),
    );
    assert.deepEqual(folder.names(), ['file']);
  });

  it('cannot take the place of a folder, and leaves nothing beside it', async () => {
    mkdirSync(folder.file('a.png'));
    await assert.rejects(writePng(image, folder.file('a.png')), refusal(/a\.png/, 'output-unwritable'));
    assert.deepEqual(folder.names(), ['a.png']);
  });

  it('passes on what is wrong with its source, and leaves nothing behind', async () => {
    const source: PixelSource = {
      ...memorySource(image),
      read: (_x, y, w, h) =>
        y > 0 ? Promise.reject(new Error('the slide is gone')) : Promise.resolve(patterned(w, h)),
      width: 500,
      height: 2000,
    };
    await assert.rejects(writePng(source, folder.file('a.png')), /the slide is gone/);
    assert.deepEqual(folder.names(), []);
  });

  it('on a full disk leaves the older file as it was and nothing else', async function () {
    await onSmallDisk(this, async (disk) => {
      writeFileSync(join(disk, 'a.png'), 'old');
      await assert.rejects(
        writePng(image, join(disk, 'a.png')),
        refusal(/the disk is full/, 'output-unwritable'),
      );
      assert.deepEqual(readdirSync(disk), ['a.png']);
      assert.equal(readFileSync(join(disk, 'a.png'), 'utf8'), 'old');
      await writePng(patterned(20, 20), join(disk, 'a.png')); // the room is free again
    });
  });

  it('on a read-only disk says so', async function () {
    await onSmallDisk(this, async (disk) => {
      makeReadOnly(disk);
      await assert.rejects(writePng(image, join(disk, 'a.png')), refusal(/read-only/, 'output-unwritable'));
    });
  });

  it('beyond the largest file that the user may write leaves nothing behind', function () {
    if (process.platform === 'win32') this.skip(); // has no such limit
    const encode = pathToFileURL(join(import.meta.dirname, '../../../engine/images/encode.js')).href;
    const script = `
      import { randomBytes } from 'node:crypto';
      import { writePng } from '${encode}';
      const data = randomBytes(750_000);
      await writePng({ width: 500, height: 500, channels: 3, data }, 'a.png').catch((error) => console.log(error.code));`;
    const command = `ulimit -f 64 && exec "${process.execPath}" --input-type=module`;
    const { stdout } = spawnSync('sh', ['-c', command], {
      input: script,
      cwd: folder.path,
      encoding: 'utf8',
    });
    assert.equal(stdout, 'output-unwritable\n');
    assert.deepEqual(folder.names(), []);
  });
});

describe('a scratch file on a full disk', () => {
  const folder = folderPerTest();
  it('stops the decoding, and is gone', async function () {
    await onSmallDisk(this, async (disk) => {
      const png = folder.file('black.png');
      await writePng({ width: 900, height: 900, channels: 3, data: new Uint8Array(900 * 900 * 3) }, png);
      const options = { colour: 'managed', scratchDir: disk, memoryLimitBytes: 0 } as const;
      await assert.rejects(openImage(png, options), refusal(/the disk is full/, 'output-unwritable'));
      assert.deepEqual(readdirSync(disk), []);
      const small = await openImage(fixture('rgb.png'), options);
      await small.close();
    });
  });

  it('stops the writing of pixels, and is gone once discarded', async function () {
    await onSmallDisk(this, async (disk) => {
      const sink = await createSink(900, 900, 3, { scratchDir: disk, memoryLimitBytes: 0 });
      await assert.rejects(
        sink.write(0, 0, patterned(900, 900)),
        refusal(/the disk is full/, 'output-unwritable'),
      );
      await sink.discard();
      assert.deepEqual(readdirSync(disk), []);
    });
  });
});
