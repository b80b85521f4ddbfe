// The folder of data that a person names: "train" itself, its parent, or a folder of images.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';

const PANELS = panelsNamed(['ihc', 'dapi', 'segmentation']);

describe('a folder of training data', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-splits-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const files = async (...names: readonly string[]) => {
    for (const name of names) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), '');
    }
  };
  const opened = async (below: string, ratio = 0) => {
    const { train, val, dir: root } = await openDataset(join(dir, below), PANELS, 'auto', ratio);
    const shown = (samples: typeof train) => samples.map(({ files: [file] }) => relative(dir, file!));
    return { root: relative(dir, root), train: shown(train), val: shown(val) };
  };

  for (const named of ['.', 'train'])
    it(`may be named by "${named}" of a folder with "train" and "val"`, async () => {
      await files('train/a.png', 'val/b.png', 'other/c.png');
      assert.deepEqual(await opened(named), { root: '', train: ['train/a.png'], val: ['val/b.png'] });
    });

  it('may hold a folder of images for each panel; other folders are not entered', async () => {
    await files('images/a.png', 'DAPI/a.png', 'masks/a.png', 'notes/a.png', 'dapi-old/a.png');
    assert.deepEqual(await opened('.'), { root: '', train: ['images/a.png'], val: [] });
  });

  it('may have folders of any name for its panels', async () => {
    await files('ihc/a.png', 'Ki 67/a.png', 'seg/a.png');
    const { train } = await openDataset(dir, panelsNamed(['ihc', 'ki-67', 'segmentation']));
    assert.deepEqual(
      train[0]!.files.map((file) => relative(dir, file)),
      ['ihc/a.png', 'Ki 67/a.png', 'seg/a.png'],
    );
  });

  it('may hold rows', async () => {
    await files('a.png', 'b.png', 'node_modules/x/logo.png');
    assert.deepEqual((await opened('.')).train, ['a.png', 'b.png']);
  });

  it('without "val" may hold samples out, always the same ones', async () => {
    await files(...Array.from({ length: 10 }, (_, i) => `train/${i}.png`));
    const first = await opened('.', 0.2);
    assert.deepEqual([first.train.length, first.val.length], [8, 2]);
    assert.deepEqual(await opened('.', 0.2), first);
  });

  it('that has none says what was expected and what is there', async () => {
    await files('work/set-1/train/a.png', 'work/readme.txt', 'empty/notes.txt');
    await assert.rejects(opened('work'), {
      code: 'usage',
      message:
        /0 image\(s\) and the folders set-1\. Expected a folder with "train" in it.*Is .*set-1 meant\?/,
    });
    await assert.rejects(opened('empty'), /0 image\(s\) and no folders\. Expected a folder with "train"/);
    await files('home/docs/photo.jpg');
    await assert.rejects(
      opened('home'),
      /it holds 0 image\(s\) and the folders docs\. Expected a folder with "train"/,
    );
    await assert.rejects(opened('nowhere'), /the data folder cannot be listed/);
  });
});
