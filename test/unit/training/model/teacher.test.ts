// The teacher of a student: it makes the student's images of an input.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { disposeImages } from '../../../../engine/training/model/images.js';
import { loadTeacher } from '../../../../engine/training/model/teacher.js';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { INPUT } from '../../../../engine/training/plan/modelPlan.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { onCpu } from '../onCpu.js';
import { TINY_OPTIONS, tinyRuns } from '../tinyRun.js';

/** Networks of the tiny runs that a model folder may have. */
const ONE_BLOCK = { netG: ['resnet_1blocks'], netGs: ['resnet_1blocks'] };

const planOf = (options: object = {}) =>
  deepLiifPlan(trainOptions({ ...TINY_OPTIONS, ...ONE_BLOCK, ...options }, 'test', '/')).model;

describe('a teacher', () => {
  const runs = tinyRuns();
  let dir: string;
  before(async () => {
    ({ dir } = await runs.start('first', {}, { ...ONE_BLOCK, nEpochs: 0 }));
    await onCpu();
  });

  it('makes the images of its student, and is freed', async () => {
    const before = tf.memory().numTensors;
    const student = planOf({ model: 'DeepLIIFKD', modelDirTeacher: 'x' });
    const teacher = await loadTeacher(join(dir, 'model'), student);
    const input = tf.randomUniform<tf.Rank.R4>([1, 16, 16, 3], -1, 1, 'float32', 1);
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

  it('must make every image that its student learns', async () => {
    const student = planOf({ model: 'DeepLIIFKD', modelDirTeacher: 'x', modalitiesNames: ['marker'] });
    await assert.rejects(loadTeacher(join(dir, 'model'), student), {
      code: 'usage',
      message: /does not make marker.*dapi/,
    });
  });
});
