// Training rows, from files and from options.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PLAIN_DATA, dataPlanOf } from '../../../engine/dataset/dataPlan.js';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';
import { readSample } from '../../../engine/dataset/readSample.js';
import { trainingRow } from '../../../engine/dataset/trainingRow.js';
import { writePng } from '../../../engine/images/encode.js';
import { randomFrom } from '../../../engine/random/random.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';
import { pattern, writeRow } from './drawnTiles.js';

const PANELS = panelsNamed(['ihc', 'dapi', 'segmentation']);
const TILES = [1, 2, 3].map((seed) => pattern(6, 6, seed));

describe('a row for training', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-row-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const write = async (...names: readonly string[]) => {
    for (const [i, name] of names.entries()) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writePng(TILES[i]!, join(dir, name));
    }
  };
  const row = async () => {
    const { train } = await openDataset(dir, PANELS);
    return trainingRow(train[0]!, PANELS, { ...PLAIN_DATA, flip: true }, randomFrom(1));
  };

  it('is the same from one file, from folders and from names', async () => {
    await writeRow(dir, 'train/x.png', ...TILES);
    const one = await row();
    await rm(join(dir, 'train'), { recursive: true });
    await write('train/IHC/x.png', 'train/DAPI/x.png', 'train/Seg/x.png');
    assert.deepEqual(await row(), one);
    await rm(join(dir, 'train'), { recursive: true });
    await write('train/x_IHC.png', 'train/x_DAPI.png', 'train/x_Seg.png');
    assert.deepEqual(await row(), one);
  });

  it('consists of planes in [-1, 1]', async () => {
    await writeRow(dir, 'train/x.png', ...TILES);
    const { train } = await openDataset(dir, PANELS);
    const plain = await trainingRow(train[0]!, PANELS, { ...PLAIN_DATA, flip: false }, randomFrom(1));
    assert.deepEqual([plain.width, plain.height, plain.tiles.length], [6, 6, 3]);
    const green = TILES[1]!.data[3 * (2 * 6 + 4) + 1]!;
    assert.ok(Math.abs(plain.tiles[1]![36 + 2 * 6 + 4]! - (green / 127.5 - 1)) < 1e-6);
  });

  it('needs files of one size', async () => {
    await write('train/ihc/x.png', 'train/dapi/x.png');
    await mkdir(join(dir, 'train/seg'));
    await writePng(pattern(6, 5), join(dir, 'train/seg/x.png'));
    const { train } = await openDataset(dir, PANELS);
    await assert.rejects(readSample(train[0]!, PANELS), /seg\/x\.png is 6 × 5 px, .*ihc\/x\.png 6 × 6 px/);
  });
});

describe('options of training data', () => {
  const planOf = (given: object) => dataPlanOf(trainOptions({ ...given }, 'test', '/'));

  it('are the reference’s by default', () => assert.deepEqual(planOf({}), PLAIN_DATA));

  it('become the plan', () =>
    assert.deepEqual(
      planOf({
        layout: 'names',
        preprocess: 'none',
        loadSize: 286,
        cropSize: 256,
        maxDatasetSize: 3,
        augmentRotate: true,
        augmentStain: 0.05,
        augmentBlur: 1.5,
        augmentJpeg: 40,
        augmentElastic: 8,
      }),
      {
        layout: 'names',
        preprocess: 'none',
        loadSize: 286,
        cropSize: 256,
        maxSamples: 3,
        augmentation: { rotate: true, stain: 0.05, blurPx: 1.5, jpegQuality: 40, elasticPx: 8 },
      },
    ));
});
