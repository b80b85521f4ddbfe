// The table of kinds of models: whatever needs a kind asks a value of it, and no list besides it names them.

import assert from 'node:assert/strict';
import { MODEL_KINDS, modelKind } from '../../../../engine/training/plan/modelKinds.js';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { TRAIN_OPTIONS, trainOptions } from '../../../../engine/training/plan/trainOptions.js';

describe('the kinds of models', () => {
  it('are what the option offers and explains', () => {
    const { choices, description } = TRAIN_OPTIONS.model;
    assert.deepEqual(
      choices,
      MODEL_KINDS.map(({ id }) => id),
    );
    for (const { id, title } of MODEL_KINDS) assert.ok(description.includes(`${id} (${title})`), id);
  });

  it('have different ids', () => assert.equal(new Set(TRAIN_OPTIONS.model.choices).size, MODEL_KINDS.length));

  it('are refused by a wrong id, with those that there are', () =>
    assert.throws(() => modelKind('GAN'), { code: 'usage', message: /"GAN".*DeepLIIF, DeepLIIFExt, SDG/ }));

  const plan = (options: object) =>
    deepLiifPlan(trainOptions({ modalitiesNames: ['a', 'b'], ...options }, 'test', '/'));
  for (const { id, isRegistered, hasTeacher } of MODEL_KINDS)
    it(`make a plan by themselves: ${id}`, () => {
      const { model, objective } = plan({
        model: id,
        ...(hasTeacher ? { modelDirTeacher: '/teacher' } : {}),
      });
      assert.equal(model.kind, id);
      assert.equal(model.translations.length, 2);
      assert.equal(objective.translationWeights.length, 2);
      assert.ok(model.translations.every(({ back }) => (back === undefined) === isRegistered));
      assert.equal(objective.lambdaDistillation > 0, hasTeacher);
      if (hasTeacher) assert.throws(() => plan({ model: id }), /learns from a model: --model-dir-teacher/);
    });

  it('have the paper’s equations, and classes, in DeepLIIF only', () => {
    for (const { id, hasTeacher } of MODEL_KINDS.filter((kind) => kind.id !== 'DeepLIIF')) {
      const teacher = hasTeacher ? { modelDirTeacher: '/teacher' } : {};
      assert.throws(() => plan({ model: id, objective: 'paper', ...teacher }), /no equations for/, id);
      assert.throws(() => plan({ model: id, objective: 'classes', ...teacher }), /is for DeepLIIF only/, id);
    }
  });

  for (const [what, options, message] of [
    ['several inputs for CycleGAN', { model: 'CycleGAN', inputNames: ['ihc', 'he'] }, /one input/],
    [
      'a modality left out of DeepLIIFExt',
      { model: 'DeepLIIFExt', leaveOut: ['a'] },
      /nothing can be left out/,
    ],
    ['many to one of nothing', { manyToOne: true, modalitiesNames: [] }, /needs modalities/],
    ['segmentation networks for SDG', { model: 'SDG', netGs: ['unet_32', 'unet_64'] }, /--net-gs/],
  ] as const)
    it(`refuse ${what}`, () => assert.throws(() => plan(options), { code: 'usage', message }));
});
