// Validation: what a run reports of fixed tiles, and that looking changes nothing.

import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { evenWeights, referenceObjective } from '../../../../engine/training/plan/objective.js';
import { loadModel, disposeModel, modelWeights } from '../../../../engine/training/model/trainedModel.js';
import { validate } from '../../../../engine/training/run/validation.js';
import { dueAfter } from '../../../../engine/training/plan/validationPlan.js';
import { metricNames, scoreTile, summary } from '../../../../engine/training/run/validationScores.js';
import type { Raster } from '../../../../engine/protocol/raster.js';
import { onCpu } from '../onCpu.js';
import { TINY_PLAN, tinyWeights } from '../tinyModel.js';
import { eventsOf, stepsOf, tinyRuns } from '../tinyRun.js';

const even = { generators: evenWeights(1, true), discriminators: evenWeights(1, true) };
const OBJECTIVE = referenceObjective(1, true, even);

describe('validation', () => {
  before(onCpu);

  it('looks without changing the model or keeping a tensor', async () => {
    const model = loadModel(TINY_PLAN, tinyWeights());
    const before = await modelWeights(model);
    const tensors = tf.memory().numTensors;
    const tile = (seed: number) => Float32Array.from({ length: 3 * 32 * 32 }, (_, i) => Math.sin(i * seed));
    const read = () => Promise.resolve({ width: 32, height: 32, tiles: [tile(1), tile(2), tile(3)] });
    const seen: string[] = [];
    const tiles = [{ name: 'a', read }];
    const metrics = await validate(model, OBJECTIVE, tiles, {}, ({ name, generated, others }) => {
      seen.push(name, ...generated.keys(), ...others.keys());
      return Promise.resolve();
    });
    assert.deepEqual(seen, ['a', 'dapi', 'segmentation', 'segmentation-input', 'segmentation-dapi']);
    assert.deepEqual(Object.keys(metrics).sort(), metricNames(TINY_PLAN, OBJECTIVE, false).sort());
    assert.equal(tf.memory().numTensors, tensors);
    assert.deepEqual([...(await modelWeights(model))], [...before]);
    // The objective's own sum of its parts, with the weights of the reference for one modality: 1/2 each.
    const part = (name: string) => metrics[`val/${name}`]!;
    const total = part('dapi/gan') + part('dapi/l1') + part('segmentation/gan') + part('segmentation/l1');
    assert.ok(Math.abs(part('total/generators') - total / 2) < 1e-4 * total);
    disposeModel(model);
  });

  it('is due after so many epochs and at the end', () => {
    const due = (everyEpochs: number, sampleEveryEpochs: number) =>
      [0, 1, 2, 3, 4].map((epoch) => {
        const { metrics, pictures } = dueAfter({ everyEpochs, sampleEveryEpochs, tiles: 1 }, epoch, 5);
        return `${metrics ? 'm' : '-'}${pictures ? 'p' : '-'}`;
      });
    assert.deepEqual(due(1, 2), ['m-', 'mp', 'm-', 'mp', 'mp']);
    assert.deepEqual(due(0, 3), ['--', '--', '-p', '--', '-p']);
    assert.deepEqual(due(3, 0), ['--', '--', 'm-', '--', 'm-']);
  });
});

describe('scores of tiles', () => {
  /** 32 × 32 px with squares of 8 px: one positive, as many negative as asked. */
  const map = (negatives: number): Raster => {
    const data = new Uint8Array(3 * 32 * 32);
    const paint = (x: number, y: number, channel: number) => {
      for (let dy = 0; dy < 8; dy++)
        for (let dx = 0; dx < 8; dx++) data[3 * ((y + dy) * 32 + x + dx) + channel] = 255;
    };
    paint(2, 2, 0);
    for (let n = 0; n < negatives; n++) paint(2 + 12 * n, 18, 2);
    return { width: 32, height: 32, channels: 3, data };
  };
  const tile = (truth: Raster, made: Raster) =>
    scoreTile(
      {
        input: map(0),
        truth: new Map([['segmentation', truth]]),
        generated: new Map([['segmentation', made]]),
      },
      ['segmentation'],
    );

  it('are perfect for the truth itself', () => {
    const metrics = summary([tile(map(1), map(1))]);
    for (const name of ['dice', 'iou', 'aji', 'pixel-accuracy', 'negative/dice'])
      assert.equal(metrics[`val/segmentation/${name}`], 1, name);
    assert.equal(metrics['val/segmentation/total-rmse'], 0);
    assert.equal(metrics['val/segmentation/ihc-difference'], 0);
    assert.ok(Math.abs(metrics['val/segmentation/ssim']! - 1) < 1e-12);
  });

  it('are means over tiles; counts are off by the root of the mean square', () => {
    // One negative cell of 64 px each that is not there: Dice of the class 2 · 64 / (128 + 64) = 2/3.
    const tiles = [tile(map(1), map(2)), tile(map(1), map(1))];
    const metrics = summary(tiles);
    assert.ok(Math.abs(metrics['val/segmentation/negative/dice']! - (2 / 3 + 1) / 2) < 1e-12);
    assert.equal(metrics['val/segmentation/positive/dice'], 1);
    assert.equal(metrics['val/segmentation/negative-rmse'], Math.sqrt(1 / 2));
    assert.equal(metrics['val/segmentation/positive-rmse'], 0);
    // 1 of 3 positive instead of 1 of 2, in one of two tiles
    assert.ok(Math.abs(metrics['val/segmentation/ihc-difference']! - (50 - 100 / 3) / 2) < 1e-9);
  });
});

describe('a run with validation', () => {
  const runs = tinyRuns();
  const options = { validateEveryEpochs: 1, sampleEveryEpochs: 2 };

  it('has the steps of one without, and says what it saw', async () => {
    const seeing = await runs.start('seeing', {}, options);
    const blind = await runs.start('blind', {}, { validateEveryEpochs: 0, sampleEveryEpochs: 0 });
    assert.deepEqual(await stepsOf(seeing.dir), await stepsOf(blind.dir));
    const events = await eventsOf(seeing.dir);
    const started = events.find(({ type }) => type === 'started');
    assert.ok(started?.type === 'started');
    const validations = events.filter((event) => event.type === 'validation');
    assert.equal(validations.length, 2);
    for (const { metrics } of validations)
      assert.deepEqual(Object.keys(metrics).sort(), [...started.metrics].sort());
    // The checkpoint after a validation is the one that it speaks of.
    const order = events.map(({ type }) => type).filter((type) => !/alarm|started|ended/.test(type));
    const epoch = (...seen: string[]) => ['step', 'validation', ...seen, 'checkpoint'];
    assert.deepEqual(
      order.filter((type, i) => type !== 'checkpoint' || order[i - 1] !== 'checkpoint'),
      [...epoch(), ...epoch('samples')],
    );
    assert.ok(!(await eventsOf(blind.dir)).some(({ type }) => type === 'validation' || type === 'samples'));

    const samples = events.find((event) => event.type === 'samples')!;
    assert.deepEqual(
      [...new Set(samples.pictures.map(({ image }) => image))].sort(),
      [...started.images].sort(),
    );
    for (const { file, role } of samples.pictures) {
      assert.ok((await stat(join(seeing.dir, file))).isFile());
      assert.ok(file.startsWith(role === 'generated' ? `${samples.folder}/` : 'samples/truth/'), file);
    }
    // The truth is the very pixels of the row: input, modality, segmentation side by side.
    const file = sharp(join(runs.root, 'data', 'train', '0.png'));
    const { height: side } = await file.metadata();
    const row = await file.extract({ left: side, top: 0, width: side, height: side }).raw().toBuffer();
    const truth = await sharp(join(seeing.dir, 'samples/truth/0.dapi.png')).raw().toBuffer();
    assert.ok(row.equals(truth));
    const [tensorboard] = (await readdir(seeing.dir)).filter((name) => name.includes('tfevents'));
    const bytes = await readFile(join(seeing.dir, tensorboard!), 'latin1');
    for (const tag of ['val/segmentation/dice', '0/dapi/generated', '0/dapi/truth', '0/input/input'])
      assert.ok(bytes.includes(tag), tag);
  }).timeout(120_000);
});
