// Training rows, from files and from options.

import type { Raster } from '../../../engine/protocol/raster.js';
import { flipped } from '../../../engine/dataset/geometry.js';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PLAIN_DATA, dataPlanOf, type Augmentation } from '../../../engine/dataset/dataPlan.js';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';
import { readSample } from '../../../engine/dataset/readSample.js';
import { trainingRow, varied } from '../../../engine/dataset/trainingRow.js';
import { writePng } from '../../../engine/images/encode.js';
import { randomFrom } from '../../../engine/random/random.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';
import { coloursOf, pattern, writeRow, drawn } from './drawnTiles.js';

const PANELS = panelsNamed(['ihc', 'dapi', 'segmentation']);
const TILES = [1, 2, 3].map((seed) => pattern(6, 6, seed));

const SEGMENTATION = drawn(
  '..gggggg........',
  '..grrrrg..ggggg.',
  '..grrrrg..gbbbg.',
  '..grrrrg..gbbbg.',
  '..gggggg..ggggg.',
  ...Array.from({ length: 11 }, () => '................'),
);
const ALL: Augmentation = { rotate: true, stain: 0.1, blurPx: 2, jpegQuality: 30, elasticPx: 4 };

const change = (tiles: readonly Raster[], augmentation: Partial<Augmentation>, seed = 1, flip = false) =>
  varied(
    tiles,
    PANELS,
    { ...PLAIN_DATA, flip, augmentation: { ...PLAIN_DATA.augmentation, ...augmentation } },
    randomFrom(seed),
    'a',
  );
const sample = () => [pattern(16, 16, 1), pattern(16, 16, 2), SEGMENTATION];

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

describe('an augmented sample', () => {
  it('is the same for the same state of the random generator', async () => {
    for (let seed = 0; seed < 5; seed++)
      assert.deepEqual(await change(sample(), ALL, seed, true), await change(sample(), ALL, seed, true));
  });

  it('is unchanged if all steps are off, and draws nothing', async () => {
    const random = randomFrom(4);
    const state = random.state();
    const tiles = sample();
    assert.deepEqual(await varied(tiles, PANELS, { ...PLAIN_DATA, flip: false }, random, 'a'), tiles);
    assert.deepEqual(random.state(), state);
  });

  it('is flipped half of the time, all tiles together', async () => {
    let turnedOver = 0;
    for (let seed = 0; seed < 200; seed++) {
      const tiles = sample();
      const now = await change(tiles, {}, seed, true);
      const isFlipped = now[0] !== tiles[0];
      assert.deepEqual(now, isFlipped ? tiles.map(flipped) : tiles);
      if (isFlipped) turnedOver++;
    }
    assert.ok(turnedOver > 75 && turnedOver < 125, `${turnedOver}`); // 3.5 deviations of 200 tosses
  });

  it('bends by one field so that tiles stay registered', async () => {
    const tile = pattern(16);
    const [a, b] = await change([tile, tile, SEGMENTATION], { elasticPx: 4 });
    assert.notDeepEqual(a, tile);
    assert.deepEqual(a, b);
  });

  it('keeps the colours of classes when turned, flipped and bent', async () => {
    const before = coloursOf(SEGMENTATION);
    for (let seed = 0; seed < 20; seed++) {
      const [, , segmentation] = await change(sample(), ALL, seed, true);
      for (const colour of coloursOf(segmentation!)) assert.ok(before.has(colour), colour);
    }
  });

  it('changes in the stained input only', async () => {
    const tiles = sample();
    const [ihc, dapi, segmentation] = await change(tiles, { stain: 0.1, blurPx: 2, jpegQuality: 30 });
    assert.notDeepEqual(ihc, tiles[0]);
    assert.deepEqual([dapi, segmentation], tiles.slice(1));
  });

  it('stays the same in a target that is an IHC image', async () => {
    const panels = panelsNamed(['grey-hematoxylin', 'dapi', 'segmentation', 'ihc'], 3);
    const tiles = [...sample(), pattern(16)];
    const plan = { ...PLAIN_DATA, flip: false, augmentation: { ...ALL, rotate: false, elasticPx: 0 } };
    assert.deepEqual(await varied(tiles, panels, plan, randomFrom(1), 'a'), tiles);
  });
});
