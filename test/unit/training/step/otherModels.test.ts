// Runs that use other models: starting from one, learning from one, and looking through VGG19.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { encodeSafetensors } from '../../../../engine/tensors/safetensors.js';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { disposeImages } from '../../../../engine/training/model/images.js';
import { INPUT } from '../../../../engine/training/plan/modelPlan.js';
import { loadTeacher } from '../../../../engine/training/model/teacher.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { transferredWeights } from '../../../../engine/training/run/transfer.js';
import { randomVgg } from '../../networks/vggWeights.js';
import { onCpu } from '../onCpu.js';
import { eventsOf, TINY_OPTIONS, tinyRuns } from '../tinyRun.js';

/** Networks of the tiny runs that a model folder may have. */
const ONE_BLOCK = { netG: ['resnet_1blocks'] };

const planOf = (options: object = {}) =>
  deepLiifPlan(trainOptions({ ...TINY_OPTIONS, ...ONE_BLOCK, ...options }, 'test', '/')).model;

/** With validation. */
const SEEN = { validateEveryEpochs: 1 };

const GENERATORS = ['dapi', 'seg-input', 'seg-dapi'];
const ALL = [...GENERATORS, ...GENERATORS.map((id) => `d-${id}`)];

describe('other models', () => {
  const runs = tinyRuns();
  let dir: string;
  before(async () => {
    ({ dir } = await runs.start('first', {}, ONE_BLOCK));
  });

  it('that are runs give all their networks', async () => {
    const { weights, anew } = await transferredWeights(dir, planOf());
    assert.deepEqual([[...weights.keys()], anew], [ALL, []]);
  });

  it('that are model folders give their generators; others start anew', async () => {
    const model = join(dir, 'model');
    const { weights, anew } = await transferredWeights(model, planOf());
    assert.deepEqual([[...weights.keys()], anew], [GENERATORS, ALL.slice(3)]);
    const ofRun = (await transferredWeights(dir, planOf())).weights;
    for (const id of GENERATORS) assert.deepEqual(weights.get(id), ofRun.get(id), id);
  });

  it('give only networks that are built alike', async () => {
    const { weights, anew } = await transferredWeights(dir, planOf({ netG: ['resnet_2blocks'] }));
    assert.ok(anew.includes('dapi') && weights.has('seg-input'));
    await assert.rejects(transferredWeights(dir, planOf({ ngf: 2, ndf: 2 })), {
      code: 'usage',
      message: /Nothing of .* fits this model/,
    });
  });

  it('must be a model folder or a run', () =>
    assert.rejects(transferredWeights(runs.root, planOf()), {
      code: 'usage',
      message: /neither a model folder nor a run/,
    }));

  it('are where a run may start', async () => {
    const notes: string[] = [];
    const started = await runs.start(
      'second',
      { note: (line) => notes.push(line) },
      { ...ONE_BLOCK, initFrom: join(dir, 'model'), lrG: 1e-9, lrD: 1e-9 },
    );
    assert.ok(notes.some((line) => /^Starts from .*: dapi, seg-input, seg-dapi$/.test(line)));
    assert.ok(notes.some((line) => line.includes('no weights of VGG19')));
    const [mine, theirs] = await Promise.all(
      [started.dir, dir].map(async (run) => (await transferredWeights(run, planOf())).weights.get('dapi')!),
    );
    for (const [name, { data }] of mine!)
      if (name.endsWith('weight'))
        data.forEach((value, i) => assert.ok(Math.abs(value - theirs!.get(name)!.data[i]!) < 1e-6));
  });

  it('teach what they make of an input, and are freed', async () => {
    await onCpu();
    const before = tf.memory().numTensors;
    const student = planOf({ model: 'DeepLIIFKD', modelDirTeacher: 'x' });
    const teacher = await loadTeacher(join(dir, 'model'), student);
    const input = tf.randomUniform<tf.Rank.R4>([1, 32, 32, 3], -1, 1, 'float32', 1);
    const images = teacher.images(new Map([[INPUT, input]]));
    assert.deepEqual([...images.keys()], ['dapi', 'segmentation-input', 'segmentation-dapi', 'segmentation']);
    const [whole, ...parts] = ['segmentation', 'segmentation-input', 'segmentation-dapi'].map((name) =>
      images.get(name)!.dataSync(),
    );
    whole!.forEach((value, i) => assert.ok(Math.abs(value - (parts[0]![i]! + parts[1]![i]!) / 2) < 1e-6));
    disposeImages(images);
    input.dispose();
    teacher.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('must make what their student learns', async () => {
    await onCpu();
    const student = planOf({ model: 'DeepLIIFKD', modelDirTeacher: 'x', modalitiesNames: ['marker'] });
    await assert.rejects(loadTeacher(join(dir, 'model'), student), {
      code: 'usage',
      message: /does not make marker.*dapi/,
    });
  });

  it('and VGG19 add their terms to a run and its validation', async () => {
    const vgg19 = join(runs.root, 'vgg.safetensors');
    await writeFile(vgg19, Buffer.concat([...encodeSafetensors(randomVgg(1))]));
    const { dir: student } = await runs.start(
      'student',
      {},
      { ...ONE_BLOCK, model: 'DeepLIIFKD', modelDirTeacher: join(dir, 'model'), vgg19, nEpochs: 0, ...SEEN },
    );
    const events = await eventsOf(student);
    const started = events.find((event) => event.type === 'started')!;
    const step = events.find((event) => event.type === 'step')!;
    assert.deepEqual([...started.losses].sort(), Object.keys(step.losses).sort());
    const { metrics } = events.find((event) => event.type === 'validation')!;
    assert.deepEqual([...started.metrics].sort(), Object.keys(metrics).sort());
    for (const name of ['dapi/perceptual', 'dapi/distillation', 'segmentation-input/distillation']) {
      assert.ok(step.losses[name]! > 0, name);
      assert.ok(metrics[`val/${name}`]! > 0, `validation: ${name}`);
    }
  });
});
