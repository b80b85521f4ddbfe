// The model of a run: a model folder that inference takes, made at the end of training and on demand.

import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { readModelFolder, readNetworkWeights } from '../../../../engine/checkpoints/modelFolder.js';
import { readStored } from '../../../../engine/reading/runCheckpoints.js';
import { exportRun } from '../../../../engine/training/run/exportRun.js';
import { modelOfCheckpoint } from '../../../../engine/training/run/modelOfCheckpoint.js';
import { tinyRuns } from '../tinyRun.js';

describe('the model of a run', () => {
  const runs = tinyRuns();

  it('is there when the run ends, with the weights of its last checkpoint, and any checkpoint becomes one', async () => {
    const image = join(runs.root, 'data', 'train', '0.png');
    const pixels = await readFile(image);
    await sharp(pixels).withMetadata({ density: 50_800 }).toFile(image); // 0.5 µm per pixel
    const { dir, step } = await runs.start(
      'model',
      {},
      { nEpochs: 0, netG: ['resnet_1blocks'], netGs: ['resnet_1blocks'] },
    );
    const { manifest, dir: folder } = await readModelFolder(join(dir, 'model'));
    assert.equal(manifest.tilePx, 16);
    assert.ok(Math.abs(manifest.mpp! - 0.5) < 0.001, 'as the training images say');
    assert.equal(manifest.kind, 'DeepLIIF');
    assert.deepEqual(manifest.inputs, ['ihc']);
    assert.deepEqual(manifest.translations.map(({ modality, label }) => [modality, label]), [['dapi', 'DAPI']]); // prettier-ignore
    assert.deepEqual(
      manifest.segmentations.map(({ name, from, output, weight }) => [name, from, output, weight]),
      [
        ['ihc', ['ihc'], 'Seg', 0.5],
        ['dapi', ['dapi'], 'Seg', 0.5],
      ],
    );
    const { tensors } = await readStored(join(dir, 'checkpoints', 'step-000000001'));
    for (const [id, entry] of [
      ['dapi', manifest.translations[0]!],
      ['seg-input', manifest.segmentations[0]!],
      ['seg-dapi', manifest.segmentations[1]!],
    ] as const) {
      const weights = await readNetworkWeights(folder, entry);
      const own = [...tensors].filter(([name]) => name.startsWith(`${id}/`));
      assert.ok(weights.size > 3);
      assert.equal(weights.size, own.length);
      for (const [name, tensor] of own) assert.deepEqual(weights.get(name.slice(id.length + 1)), tensor);
    }
    assert.match(
      await readFile(join(folder, 'README.md'), 'utf8'),
      new RegExp(`not for diagnosis[^]*step ${step}`),
    );

    const out = join(runs.root, 'exported');
    const { checkpoint } = await exportRun(dir, out, String(step));
    assert.equal(checkpoint, 'step-000000001');
    assert.equal((await readModelFolder(out)).manifest.id, manifest.id);
    await assert.rejects(exportRun(dir, out), /exists already/);
    await assert.rejects(
      exportRun(dir, join(runs.root, 'other'), '7'),
      /no checkpoint 7; there are step-000000001/,
    );

    const [inside, atOnce] = await Promise.all(['last', '1'].map((which) => modelOfCheckpoint(dir, which)));
    assert.ok(inside);
    assert.deepEqual(atOnce, inside, 'two that ask at once have one model');
    assert.equal(inside.dir, join(dir, 'models', 'step-000000001'));
    const { mtimeMs } = await stat(inside.dir);
    const ofStep = (await readModelFolder(inside.dir)).manifest;
    assert.deepEqual(
      [ofStep.id, ofStep.title],
      [`${manifest.id}-step-1`, `${manifest.title}, step 1`],
      'one of many names its step',
    );
    assert.deepEqual(await modelOfCheckpoint(dir, '1'), inside);
    assert.equal((await stat(inside.dir)).mtimeMs, mtimeMs, 'it is not made again');
  }).timeout(120_000);
});
