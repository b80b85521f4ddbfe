// Unpaired images and their draws, for CycleGAN.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { PLAIN_DATA } from '../../../engine/dataset/dataPlan.js';
import { trainingSource } from '../../../engine/training/run/trainingSource.js';
import { randomFrom } from '../../../engine/random/random.js';

const MODEL = { kind: 'CycleGAN', inputs: ['ihc'], panels: ['ihc', 'dapi'] };

describe('unpaired training images', () => {
  let root: string;
  /** Writes an image of one grey level, which identifies it. */
  const write = async (folder: string, name: string, level: number, side = 8) => {
    await mkdir(join(root, folder), { recursive: true });
    const background = { r: level, g: level, b: level };
    await sharp({ create: { width: side, height: side, channels: 3, background } })
      .png()
      .toFile(join(root, folder, name));
  };
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-unpaired-'));
    for (const i of [0, 1, 2]) await write('trainA', `a${i}.png`, i);
    for (const i of [0, 1]) await write('trainB1', `b${i}.png`, 100 + i);
  });
  after(() => rm(root, { recursive: true, force: true }));

  const levels = async (index: number, shuffle: boolean, seed = 1) => {
    const source = await trainingSource(root, { model: MODEL, data: PLAIN_DATA, flip: false, shuffle });
    const { tiles } = await source.row(index, randomFrom(seed));
    return tiles.map((tile) => Math.round((tile[0]! / 2 + 0.5) * 255));
  };

  it('are as many samples as the longest folder has images', async () => {
    const source = await trainingSource(root, { model: MODEL, data: PLAIN_DATA, flip: false, shuffle: true });
    assert.equal(source.samples, 3);
    assert.deepEqual(await source.measure(), { tilePx: 8 });
  });

  it('come in order; a shorter folder starts over', async () => {
    assert.deepEqual(await levels(1, false), [1, 101]);
    assert.deepEqual(await levels(2, false), [2, 100]);
  });

  it('are drawn at random for each input if samples are shuffled', async () => {
    const drawn = await Promise.all(Array.from({ length: 20 }, (_, seed) => levels(0, true, seed)));
    assert.ok(drawn.every(([input]) => input === 0));
    assert.deepEqual(new Set(drawn.map(([, modality]) => modality)), new Set([100, 101]));
  });

  it('must be of one size', async () => {
    await write('trainB1', 'c.png', 0, 16);
    await assert.rejects(levels(2, false), {
      code: 'usage',
      message: /8 × 8, 16 × 16 px cannot be trained on/,
    });
    await rm(join(root, 'trainB1', 'c.png'));
  });

  it('are needed for every panel', () =>
    assert.rejects(
      trainingSource(root, {
        model: { ...MODEL, panels: ['ihc', 'dapi', 'marker'] },
        data: PLAIN_DATA,
        flip: false,
        shuffle: true,
      }),
      { code: 'usage', message: /trainB2 has no images of marker.*trainA \(ihc\)/ },
    ));
});
