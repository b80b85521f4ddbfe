// Images below a folder with links.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imagesBelow } from '../../../engine/dataset/imagesBelow.js';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';

describe('images below a folder', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), 'deepliif-below-')));
    for (const file of ['train/a.png', 'train/sub/b.png', 'elsewhere/c.png']) {
      await mkdir(join(dir, file, '..'), { recursive: true });
      await writeFile(join(dir, file), '');
    }
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const link = (to: string, at: string) => symlink(join(dir, to), join(dir, at), 'junction');

  it('are listed once if a link leads back to the folder, and it is said that the link is left out', async () => {
    await link('train', 'train/loop');
    await link('train/sub', 'train/again');
    const { images, leftOut } = await imagesBelow(join(dir, 'train'));
    assert.deepEqual(images, ['a.png', 'sub/b.png']);
    assert.deepEqual(leftOut, [
      `${join(dir, 'train/again')} is left out: it is a link to ${join(dir, 'train/sub')}, whose images are listed already.`,
      `${join(dir, 'train/loop')} is left out: it is a link to ${join(dir, 'train')}, whose images are listed already.`,
    ]);
    const dataset = await openDataset(dir, panelsNamed(['ihc', 'segmentation']));
    assert.deepEqual([dataset.train.length, dataset.leftOut.length], [2, 2]);
  });

  it('are those of a linked folder, too, once', async () => {
    await link('elsewhere', 'train/linked');
    await link('elsewhere', 'train/twice');
    await link('elsewhere', 'elsewhere/loop');
    const { images, leftOut } = await imagesBelow(join(dir, 'train'));
    assert.deepEqual(images, ['a.png', 'linked/c.png', 'sub/b.png']);
    assert.equal(leftOut.length, 2);
  });

  it('are none if there is no such folder', async () =>
    assert.deepEqual(await imagesBelow(join(dir, 'none')), { images: [], leftOut: [] }));
});
