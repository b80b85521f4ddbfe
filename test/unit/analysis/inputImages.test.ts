// Images that a list of files and folders means, and the names of their results.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findInputImages } from '../../../engine/analysis/inputImages.js';

describe('images given as files and folders', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-inputs-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function holding(...names: readonly string[]): Promise<string> {
    for (const name of names) await writeFile(join(folder, name), 'x');
    return folder;
  }

  async function found(...paths: readonly string[]): Promise<readonly string[]> {
    return (await findInputImages(paths)).images.map(({ path }) => basename(path));
  }

  it('are the image files of a folder, in order', async () => {
    await holding('b.tif', 'a.PNG', 'c.jpeg', 'notes.txt', 'd.webp');
    assert.deepEqual(await found(folder), ['a.PNG', 'b.tif', 'c.jpeg', 'd.webp']);
  });

  for (const output of [
    'a_Seg',
    'a_SegRefined',
    'a_mod1-Hema',
    'a_mod0-IHC_s',
    'a_mod3',
    'a_Marker',
    'a_DAPI',
  ])
    it(`are not results of DeepLIIF (${output}.png)`, async () => {
      await holding('a.png', `${output}.png`);
      assert.deepEqual(await found(folder), ['a.png']);
    });

  it('are whatever is named by itself, results of DeepLIIF too', async () => {
    await holding('a_Seg.png');
    assert.deepEqual(await found(join(folder, 'a_Seg.png')), ['a_Seg.png']);
  });

  it('are taken once', async () => {
    await holding('a.png');
    assert.deepEqual(await found(folder, join(folder, 'a.png')), ['a.png']);
  });

  it('give their results their stems, or their whole names where stems are shared', async () => {
    await holding('a.png', 'a.jpg', 'b.png');
    const { images } = await findInputImages([folder]);
    assert.deepEqual(
      images.map(({ name }) => name),
      ['a.jpg', 'a.png', 'b'],
    );
  });

  it('give equal names of two folders a number', async () => {
    await holding('a.png');
    await mkdir(join(folder, 'more'));
    await writeFile(join(folder, 'more', 'a.png'), 'x');
    const { images } = await findInputImages([join(folder, 'a.png'), join(folder, 'more', 'a.png')]);
    assert.deepEqual(
      images.map(({ name }) => name),
      ['a.png', 'a.png-2'],
    );
  });

  it('must exist', () =>
    assert.rejects(findInputImages([join(folder, 'nothing.png')]), {
      code: 'image-unreadable',
      message: /does not exist/,
    }));

  it('must be in the folder', () =>
    assert.rejects(findInputImages([folder]), { code: 'image-unreadable', message: /no images/ }));
});
