// Rows of tiles, made of separate files.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';
import { prepareDataset } from '../../../engine/dataset/prepareDataset.js';
import { readSample } from '../../../engine/dataset/readSample.js';
import { writePng } from '../../../engine/images/encode.js';
import { resizeBicubic } from '../../../engine/images/resize.js';
import { coloursOf, drawn, pattern } from './drawnTiles.js';

const NAMES = ['ihc', 'dapi', 'segmentation'];
const CLASSES = drawn('rrrrggbb', 'rrrrggbb', 'rrrrggbb', 'gggggg..', '........', '........');

describe('data made of separate files', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-prepare-'));
    await mkdir(join(dir, 'in'));
    for (let i = 0; i < 10; i++) {
      await writePng(pattern(8, 6, i), join(dir, 'in', `t${i}_IHC.png`));
      await writePng(pattern(8, 6, 20 + i), join(dir, 'in', `t${i}_DAPI.png`));
      await writePng(CLASSES, join(dir, 'in', `t${i}_Seg.png`));
    }
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const prepare = (out: string, options: object = {}) =>
    prepareDataset({
      input: join(dir, 'in'),
      out: join(dir, out),
      panels: NAMES,
      sizePx: 4,
      validationRatio: 0.2,
      seed: 1,
      ...options,
    });

  it('are rows that training reads, pictures resized as Pillow does and classes without new colours', async () => {
    const { counts } = await prepare('out');
    assert.deepEqual(counts, { train: 8, val: 2 });
    const panels = panelsNamed(NAMES);
    const dataset = await openDataset(join(dir, 'out'), panels);
    assert.deepEqual([dataset.layout, dataset.train.length, dataset.val.length], ['rows', 8, 2]);
    const first = dataset.train[0]!;
    const i = Number(/t(\d)_IHC/.exec(first.name)![1]);
    const [ihc, dapi, segmentation] = await readSample(first, panels);
    assert.deepEqual(ihc, resizeBicubic(pattern(8, 6, i), 4, 4));
    assert.deepEqual(dapi, resizeBicubic(pattern(8, 6, 20 + i), 4, 4));
    assert.deepEqual(coloursOf(segmentation!), coloursOf(CLASSES));
  });

  it('are divided into train and val by the seed', async () => {
    const val = async (out: string, seed: number) => {
      await prepare(out, { seed, validationRatio: 0.5 });
      return (await readdir(join(dir, out, 'val'))).sort();
    };
    assert.deepEqual(await val('a', 1), await val('b', 1));
    assert.notDeepEqual(await val('c', 2), await val('d', 1));
  });

  it('keep at least one sample for training', async () =>
    assert.deepEqual((await prepare('out', { validationRatio: 0.99 })).counts, { train: 1, val: 9 }));

  it('record the source of each row', async () => {
    await prepare('out');
    const text = await readFile(join(dir, 'out', 'provenance.json'), 'utf8');
    const { rows, seed } = JSON.parse(text) as {
      readonly seed: number;
      readonly rows: readonly {
        readonly file: string;
        readonly sources: readonly Record<string, string>[];
      }[];
    };
    assert.equal(seed, 1);
    assert.equal(rows.length, 10);
    assert.match(rows[3]!.file, /^(train|val)\/t3_IHC\.png$/);
    assert.deepEqual(
      rows[3]!.sources.map(({ panel, file }) => [panel, file]),
      [
        ['ihc', 't3_IHC.png'],
        ['dapi', 't3_DAPI.png'],
        ['segmentation', 't3_Seg.png'],
      ],
    );
    assert.match(rows[3]!.sources[0]!.sha256!, /^[0-9a-f]{64}$/);
  });

  it('are complete or absent, and never overwritten', async () => {
    await writeFile(join(dir, 'in', 't9_DAPI.png'), 'no image');
    await assert.rejects(prepare('out'), /t9_DAPI/);
    assert.deepEqual(await readdir(dir), ['in']);
    await mkdir(join(dir, 'mine'));
    await assert.rejects(prepare('mine'), /exists already/);
  });

  it('need a file for each panel', async () => {
    await rm(join(dir, 'in', 't4_Seg.png'));
    await assert.rejects(prepare('out'), /lacks 1 file.*t4_Seg\.png/);
    await mkdir(join(dir, 'empty'));
    await assert.rejects(prepare('out', { input: join(dir, 'empty') }), /no images in separate files/);
  });
});
