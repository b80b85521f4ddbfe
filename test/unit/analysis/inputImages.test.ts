// Images that a list of files and folders means, and the names of their results.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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

  for (const named of ['case1_Ki67', 'case1_DAPI', 'case1_Marker'])
    it(`are images named after their stain (${named}.png)`, async () => {
      await holding(`${named}.png`, 'another.png');
      assert.deepEqual(await found(folder), ['another.png', `${named}.png`]);
    });

  it('are images of a stain beside another image of the case', async () => {
    await holding('case1.png', 'case1_Ki67.png');
    assert.deepEqual(await found(folder), ['case1.png', 'case1_Ki67.png']);
  });

  it('are not stains beside results of the same image', async () => {
    await holding('a.png', 'a_Ki67.png', 'a_Hema.png', 'a_Seg.png');
    assert.deepEqual(await found(folder), ['a.png']);
  });

  it('are not companion files of macOS, which are named', async () => {
    await holding('a.png', '._a.png');
    const { images, notes } = await findInputImages([folder]);
    assert.deepEqual(
      images.map(({ path }) => basename(path)),
      ['a.png'],
    );
    assert.match(notes.join(), /companion files of macOS.*\._a\.png/);
  });

  it('are behind links, unless a link leads nowhere, which is named', async function () {
    if (process.platform === 'win32') this.skip(); // links need a right of their own there
    await holding('a.png');
    await symlink(join(folder, 'a.png'), join(folder, 'link.png'));
    await symlink(join(folder, 'nothing.png'), join(folder, 'broken.png'));
    await symlink(folder, join(folder, 'folder.png'));
    const { images, notes } = await findInputImages([folder]);
    assert.deepEqual(
      images.map(({ path }) => basename(path)),
      ['a.png', 'link.png'],
    );
    assert.match(notes.join(), /lead to no file: broken\.png, folder\.png/);
  });

  it('are named as left out where nothing remains', async () => {
    await holding('._a.png', 'b_Seg.png');
    await assert.rejects(findInputImages([folder]), {
      code: 'image-unreadable',
      message: /no images.*results of DeepLIIF: b_Seg\.png.*macOS.*\._a\.png/s,
    });
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

  describe('of sub-folders', () => {
    const put = async (...paths: readonly string[]) => {
      for (const path of paths) {
        await mkdir(join(folder, dirname(path)), { recursive: true });
        await writeFile(join(folder, path), 'x');
      }
    };
    const searched = async () => (await findInputImages([folder], 'search')).images.map(({ name }) => name);

    it('carry the folder in their names, which do not collide', async () => {
      await put('a.png', 'one/a.png', 'two/deep/a.png', 'one-a.png');
      assert.deepEqual(await searched(), ['a', 'one-a.png', 'one-a.png-2', 'two-deep-a']);
    });

    it('are not taken from folders of results, which are named, nor from hidden folders', async () => {
      await put('a.png', 'results/a/result.json', 'results/a/Seg.png', '.cache/b.png', 'sub/._c.png');
      const { images, notes } = await findInputImages([folder], 'search');
      assert.deepEqual(images.map(({ name }) => name), ['a']); // prettier-ignore
      assert.match(notes.join('\n'), /folders of results or training runs: results.a/);
      assert.match(notes.join('\n'), /companion files of macOS.*sub.\._c\.png/);
    });

    it('are taken once, however many links lead there', async function () {
      if (process.platform === 'win32') this.skip(); // links need a right of their own there
      await put('sub/a.png');
      await symlink(folder, join(folder, 'sub', 'loop'));
      await symlink(join(folder, 'sub'), join(folder, 'again'));
      assert.deepEqual(await searched(), ['again-a']);
    });

    it('are only counted on request, also in a folder without images of its own', async () => {
      await put('one/a.png', 'one/b.png', 'two/c.png', 'two/c_Seg.png');
      assert.deepEqual(await findInputImages([folder], 'count'), { images: [], notes: [], subFolders: 2 });
    });
  });

  it('have no characters in their names that a file system refuses', async function () {
    if (process.platform === 'win32') this.skip();
    await holding('a:b?.png');
    const { images } = await findInputImages([folder]);
    assert.deepEqual(images.map(({ name }) => name), ['a_b_']); // prettier-ignore
  });

  it('must exist', () =>
    assert.rejects(findInputImages([join(folder, 'nothing.png')]), {
      code: 'image-unreadable',
      message: /does not exist/,
    }));

  it('must be in the folder', () =>
    assert.rejects(findInputImages([folder]), { code: 'image-unreadable', message: /no images/ }));
});
