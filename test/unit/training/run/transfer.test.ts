// Initial weights from another model, a run or a model folder: those of its networks that fit.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { transferredWeights } from '../../../../engine/training/run/transfer.js';
import { TINY_OPTIONS, tinyRuns } from '../tinyRun.js';

/** Networks of the tiny runs that a model folder may have. */
const ONE_BLOCK = { netG: ['resnet_1blocks'], netGs: ['resnet_1blocks'] };

const planOf = (options: object = {}) =>
  deepLiifPlan(trainOptions({ ...TINY_OPTIONS, ...ONE_BLOCK, ...options }, 'test', '/')).model;

const GENERATORS = ['dapi', 'seg-input', 'seg-dapi'];
const ALL = [...GENERATORS, ...GENERATORS.map((id) => `d-${id}`)];

describe('weights of another model', () => {
  const runs = tinyRuns();
  let dir: string;
  before(async () => {
    ({ dir } = await runs.start('first', {}, { ...ONE_BLOCK, nEpochs: 0 }));
  });

  it('that is a run are those of all its networks', async () => {
    const { weights, anew } = await transferredWeights(dir, planOf());
    assert.deepEqual([[...weights.keys()], anew], [ALL, []]);
  });

  it('that is a model folder are those of its generators; other networks start with random weights', async () => {
    const model = join(dir, 'model');
    const { weights, anew } = await transferredWeights(model, planOf());
    assert.deepEqual([[...weights.keys()], anew], [GENERATORS, ALL.slice(3)]);
    const ofRun = (await transferredWeights(dir, planOf())).weights;
    for (const id of GENERATORS) assert.deepEqual(weights.get(id), ofRun.get(id), id);
  });

  it('are those of networks with the same architecture only', async () => {
    const { weights, anew } = await transferredWeights(dir, planOf({ netG: ['resnet_2blocks'] }));
    assert.ok(anew.includes('dapi') && weights.has('seg-input'));
    await assert.rejects(transferredWeights(dir, planOf({ ngf: 2, ndf: 2 })), {
      code: 'usage',
      message: /No network of .* fits this model/,
    });
  });

  it('need a model folder or a run', () =>
    assert.rejects(transferredWeights(runs.root, planOf()), {
      code: 'usage',
      message: /neither a model folder nor a run/,
    }));

  it('are the initial weights of a run that asks for them', async () => {
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
});
