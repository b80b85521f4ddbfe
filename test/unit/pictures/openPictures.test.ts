// Tiles of open pictures.

import assert from 'node:assert/strict';
import { rm, utimes, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { openImage } from '../../../engine/images/decode.js';
import { writePng } from '../../../engine/images/encode.js';
import { wholeAtLevel } from '../../../engine/pictures/halve.js';
import { openPictures, type OpenPictures } from '../../../engine/pictures/openPictures.js';
import { writeOverview } from '../../../engine/pictures/overview.js';
import { readWhole, memorySource } from '../../../engine/images/memory.js';
import { until } from '../../until.js';
import { cutOut, folderPerTest, patterned } from '../images/samplePixels.js';

describe('open pictures', () => {
  const folder = folderPerTest();
  let pictures: OpenPictures;
  const make = (options: Parameters<typeof openPictures>[0] = {}) =>
    (pictures = openPictures({ scratchDir: () => Promise.resolve(folder.path), ...options }));
  afterEach(() => pictures.close());

  const raster = patterned(1100, 600);
  const first = { level: 0, column: 0, row: 0 };
  async function picture(name = 'a.png'): Promise<string> {
    await writePng(raster, folder.file(name));
    return folder.file(name);
  }
  /** Red, green, blue of the tile; every pixel must be opaque. */
  function rgbOf(rgba: Uint8Array): number[] {
    assert.ok(rgba.every((value, i) => i % 4 !== 3 || value === 255));
    return [...rgba.filter((_, i) => i % 4 !== 3)];
  }

  for (const [where, memoryLimitBytes] of [
    ['memory', 1e9],
    ['scratch files', 0],
  ] as const)
    it(`give the exact pixels of level 0, and averages above it, from ${where}`, async () => {
      make({ memoryLimitBytes });
      const file = await picture();
      assert.deepEqual(await pictures.open(file, {}), { widthPx: 1100, heightPx: 600, levels: 3 });
      const corner = await pictures.tile(file, { level: 0, column: 2, row: 1 }, {});
      assert.deepEqual([corner.widthPx, corner.heightPx], [1100 - 1024, 600 - 512]);
      assert.deepEqual(rgbOf(corner.rgba), cutOut(raster, 1024, 512, 76, 88));
      const top = await pictures.tile(file, { level: 2, column: 0, row: 0 }, {});
      const expected = await wholeAtLevel(memorySource(raster), 2, {});
      assert.deepEqual([top.widthPx, top.heightPx], [expected.width, expected.height]);
      assert.deepEqual(rgbOf(top.rgba), [...expected.data]);
    });

  it('refuse tiles that are not there', async () => {
    make();
    const file = await picture();
    for (const address of [
      { level: 3, column: 0, row: 0 },
      { level: 0, column: 3, row: 0 },
      { level: 0, column: 0, row: 2 },
    ])
      await assert.rejects(pictures.tile(file, address, {}), { code: 'usage', message: /no such tile/ });
  });

  it('show an image upright, and say so before it is decoded', async () => {
    make();
    const file = folder.file('a.jpg');
    await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .withMetadata({ orientation: 6 })
      .toFile(file);
    assert.deepEqual(await pictures.open(file, {}), { widthPx: 20, heightPx: 30, levels: 1 });
    assert.equal((await pictures.tile(file, first, {})).heightPx, 30);
  });

  it('refuse what is no image, again and again', async () => {
    make();
    await writeFile(folder.file('a.png'), 'text');
    for (let i = 0; i < 2; i++) {
      await assert.rejects(pictures.open(folder.file('a.png'), {}), { code: 'image-unreadable' });
      await assert.rejects(pictures.tile(folder.file('a.png'), first, {}), { code: 'image-unreadable' });
    }
    await assert.rejects(pictures.tile(folder.file('none.png'), first, {}), { code: 'image-unreadable' });
    assert.equal(pictures.count(), 0);
  });

  it('are decoded once for many requests at a time', async () => {
    let asked = 0;
    make({
      scratchDir: () => {
        asked++;
        return Promise.resolve(folder.path);
      },
    });
    const file = await picture();
    await Promise.all([0, 1, 2].map((column) => pictures.tile(file, { level: 0, column, row: 0 }, {})));
    assert.equal(asked, 1);
  });

  it('are decoded anew when the file has changed', async () => {
    make();
    const file = await picture();
    await pictures.tile(file, first, {});
    await writePng({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }, file);
    await utimes(file, 1, 1);
    assert.deepEqual([...(await pictures.tile(file, first, {})).rgba], [1, 2, 3, 255]);
    await rm(file);
    await assert.rejects(pictures.tile(file, first, {}), { code: 'image-unreadable' });
  });

  it('give way, the one longest unseen first, when there are too many', async () => {
    make({ mostOpen: 2 });
    const [a, b, c] = [await picture('a.png'), await picture('b.png'), await picture('c.png')];
    for (const file of [a, b, a, c]) await pictures.tile(file, first, {});
    assert.equal(pictures.count(), 2);
    assert.ok((await pictures.tile(b, first, {})).rgba.length > 0); // opened again
  });

  it('give way when their pixels are too many, but for the one in sight', async () => {
    make({ mostBytes: 1 });
    for (const file of [await picture('a.png'), await picture('b.png')]) await pictures.tile(file, first, {});
    assert.equal(pictures.count(), 1);
  });

  it('close when they were not used for a while, and leave no scratch file', async () => {
    make({ idleMs: 20, memoryLimitBytes: 0 });
    const file = await picture();
    await pictures.tile(file, first, {});
    await until(() => pictures.count() === 0, 'it is closed');
    await until(() => folder.names().length === 1, 'only the picture is left');
    assert.deepEqual(folder.names(), ['a.png']);
  });

  it('answer a cancelled request at once, and stop work that no request waits for', async () => {
    make({ memoryLimitBytes: 0 });
    const file = await picture();
    const cancel = new AbortController();
    const tile = pictures.tile(file, first, { signal: cancel.signal });
    cancel.abort();
    await assert.rejects(tile, { code: 'cancelled' });
    await pictures.close();
    assert.deepEqual(folder.names(), ['a.png']);
  });

  it('stay for others when one request is cancelled', async () => {
    make();
    const file = await picture();
    const cancel = new AbortController();
    const cancelled = pictures.tile(file, first, { signal: cancel.signal });
    const wanted = pictures.tile(file, first, {});
    cancel.abort();
    await assert.rejects(cancelled, { code: 'cancelled' });
    assert.equal((await wanted).widthPx, 512);
  });
});

describe('the overview of a picture', () => {
  const folder = folderPerTest();

  it('is not made for one that can be shown as it is', async () => {
    assert.equal(await writeOverview(folder.path, 'a', memorySource(patterned(2048, 10)), {}), undefined);
    assert.deepEqual(folder.names(), []);
  });

  it('is at most 1024 px long, and looks like it', async () => {
    const data = new Uint8Array(3000 * 200 * 3).map((_, i) => Math.floor(i / 9000) + (i % 3) * 20);
    const source = memorySource({ width: 3000, height: 200, channels: 3, data });
    assert.equal(await writeOverview(folder.path, 'a', source, {}), 'a.overview.jpg');
    const overview = await openImage(folder.file('a.overview.jpg'), { colour: 'managed' });
    assert.deepEqual([overview.width, overview.height], [750, 50]);
    const shown = await readWhole(overview);
    const expected = await wholeAtLevel(source, 2, {});
    assert.ok(shown.data.every((value, i) => Math.abs(value - expected.data[i]!) < 16));
  });
});
