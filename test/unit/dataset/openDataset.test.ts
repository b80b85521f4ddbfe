// Samples that are found in a folder, in each of its layouts.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Layout } from '../../../engine/protocol/dataCheck.js';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';

const PANELS = panelsNamed(['ihc', 'dapi', 'segmentation']);

describe('a data set', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-dataset-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Writes empty files: listing opens none. */
  const files = async (...names: readonly string[]) => {
    for (const name of names) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), '');
    }
  };
  const opened = async (layout: Layout | 'auto' = 'auto') => {
    const dataset = await openDataset(dir, PANELS, layout);
    const shown = (split: 'train' | 'val') =>
      dataset[split].map((sample) => sample.files.map((file) => relative(dir, file)));
    return { layout: dataset.layout, train: shown('train'), val: shown('val') };
  };

  it('of rows has one file per sample, in subfolders too, sorted by name', async () => {
    await files('train/b.png', 'train/a.tif', 'train/more/c.jpg', 'train/notes.txt', 'train/.hidden.png');
    await files('val/d.png');
    assert.deepEqual(await opened(), {
      layout: 'rows',
      train: [['train/a.tif'], ['train/b.png'], ['train/more/c.jpg']],
      val: [['val/d.png']],
    });
  });

  it('of folders has a folder for each panel, with the field’s or the reference’s name', async () => {
    await files('train/IHC/x.png', 'train/dapi/x.tif', 'train/Seg/x.png');
    await files('train/IHC/sub/y.png', 'train/dapi/sub/y.png', 'train/Seg/sub/Y.PNG');
    assert.deepEqual(await opened(), {
      layout: 'folders',
      train: [
        ['train/IHC/sub/y.png', 'train/dapi/sub/y.png', 'train/Seg/sub/Y.PNG'],
        ['train/IHC/x.png', 'train/dapi/x.tif', 'train/Seg/x.png'],
      ],
      val: [],
    });
  });

  it('of names replaces IHC by the other panels’ words, as the reference does', async () => {
    await files('train/p1_IHC_a.png', 'train/p1_DAPI_a.png', 'train/p1_Seg_a.png');
    await files('val/IHC.png', 'val/DAPI.png', 'val/Seg.png');
    assert.deepEqual(await opened(), {
      layout: 'names',
      train: [['train/p1_IHC_a.png', 'train/p1_DAPI_a.png', 'train/p1_Seg_a.png']],
      val: [['val/IHC.png', 'val/DAPI.png', 'val/Seg.png']],
    });
  });

  it('of rows named like IHC files is recognised as rows', async () => {
    await files('train/a_IHC.png', 'train/b_IHC.png');
    assert.equal((await opened()).layout, 'rows');
  });

  it('has the layout that is given', async () => {
    await files('train/dapi/x.png', 'train/ihc/x.png', 'train/seg/x.png');
    assert.equal((await opened('rows')).train.length, 3);
  });

  for (const [what, names, words] of [
    [
      'a folder without a partner',
      ['train/ihc/x.png', 'train/dapi/x.png', 'train/seg/x.png', 'train/ihc/y.png', 'train/dapi/y.png'],
      /lacks 1 file.*segmentation\/y\.png \(of y\)/,
    ],
    [
      'a name without a partner',
      ['train/a_IHC.png', 'train/a_DAPI.png'],
      /lacks 1 file.*a_Seg\.png \(of a_IHC\)/,
    ],
    [
      'a panel without an input',
      ['train/ihc/x.png', 'train/dapi/x.png', 'train/seg/x.png', 'train/seg/z.png'],
      /without a sample.*train\/seg\/z\.png|without a sample.*seg\/z\.png/,
    ],
    [
      'a named panel without an input',
      ['train/a_IHC.png', 'train/a_DAPI.png', 'train/a_Seg.png', 'train/b_DAPI.png'],
      /without a sample.*b_DAPI\.png/,
    ],
    [
      'two files for one panel',
      ['train/ihc/x.png', 'train/ihc/x.tif', 'train/dapi/x.png', 'train/seg/x.png'],
      /several files for the same panel.*ihc\/x\.tif/,
    ],
    ['nothing', ['train/readme.txt'], /no training images.*ihc, dapi, segmentation/],
  ] as const)
    it(`with ${what} is refused; the error names the file`, async () => {
      await files(...names);
      await assert.rejects(openDataset(dir, PANELS), words);
    });

  it('needs partners in val too', async () => {
    await files('train/ihc/x.png', 'train/dapi/x.png', 'train/seg/x.png', 'val/ihc/y.png', 'val/seg/y.png');
    await assert.rejects(openDataset(dir, PANELS), /val lacks 1 file.*dapi\/y\.png/);
  });

  it('needs panels with different names', () => {
    for (const names of [['ihc', 'ihc'], ['IHC'], ['a/b'], []])
      assert.throws(() => panelsNamed(names), /different names/);
  });
});
