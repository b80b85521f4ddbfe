// The plan of a run from its options.

import assert from 'node:assert/strict';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import {
  evenWeights,
  paperObjective,
  referenceObjective,
} from '../../../../engine/training/plan/objective.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';

const read = (given: Record<string, unknown>) => trainOptions(given, 'a.json', '/home/someone');

describe('a plan of training', () => {
  const plan = (given: Record<string, unknown>) => deepLiifPlan(read(given));

  it('has the objective of the reference where nothing is said', () => {
    const even = { generators: evenWeights(4, true), discriminators: evenWeights(4, true) };
    assert.deepEqual(plan({}).objective, referenceObjective(4, true, even));
    assert.deepEqual(plan({ objective: 'paper' }).objective, paperObjective(4, true));
  });

  it('takes what is said of the objective', () => {
    const { objective } = plan({
      ganMode: 'lsgan',
      ganModeS: 'wgangp',
      labelSmoothing: 0.1,
      lambdaL1: 10,
      lambdaFeat: 0,
      lossWeightsG: [0.1, 0.2, 0.3, 0.15, 0.25],
      lossWeightsD: [0.5, 0.1, 0.1, 0.1, 0.2],
    });
    assert.deepEqual(
      [objective.translationGan, objective.segmentationGan, objective.labelSmoothing],
      ['lsgan', 'wgangp', 0.1],
    );
    assert.deepEqual([objective.lambdaL1, objective.lambdaPerceptual], [10, 0]);
    assert.deepEqual(objective.translationWeights, [0.1, 0.2, 0.3, 0.15]);
    assert.deepEqual(objective.segmentationWeights, [0.15]); // the reference's quirk: the last modality's
    assert.deepEqual(objective.discriminatorWeights, [0.25, 0.05, 0.05, 0.05]); // halved
    assert.deepEqual(objective.segmentationDiscriminatorWeights, [0.1]);
  });

  it('trains by the paper’s saturating loss only where that is the loss', () => {
    assert.equal(plan({ objective: 'paper' }).objective.generatorForm, 'saturating');
    assert.equal(plan({ objective: 'paper', ganMode: 'lsgan' }).objective.generatorForm, 'non-saturating');
  });

  it('has the form of the generators’ loss that was asked for, and refuses one that the objective lacks', () => {
    const form = 'non-saturating';
    const paper = paperObjective(4, true);
    assert.deepEqual(plan({ objective: 'paper', generatorForm: form }).objective, {
      ...paper,
      generatorForm: form,
    });
    assert.equal(plan({ preset: 'paper', generatorForm: form }).objective.generatorForm, form);
    for (const options of [{}, { objective: 'paper', ganMode: 'lsgan' }, { model: 'CycleGAN' }])
      assert.throws(() => plan({ ...options, generatorForm: 'saturating' }), /is the form of equation 1/);
  });

  it('gives each generator its network', () => {
    const { model } = plan({
      modalitiesNames: ['a', 'b'],
      netG: ['unet_64', 'resnet_6blocks'],
      netGs: ['unet_32', 'unet_64', 'unet_128'],
      upsample: 'resize_conv',
      padding: 'replicate',
    });
    assert.deepEqual(
      model.translations.map(({ generator }) => generator.name),
      ['unet_64', 'resnet_6blocks'],
    );
    assert.deepEqual(
      model.segmentations.map(({ generator, weight }) => [generator.name, weight]),
      [
        ['unet_32', 1 / 3],
        ['unet_64', 1 / 3],
        ['unet_128', 1 / 3],
      ],
    );
    const { generator } = model.translations[0]!;
    assert.deepEqual([generator.upsampling, generator.padding], ['resize-convolution', 'replicate']);
    const ofSegmentation = model.segmentations[0]!.generator;
    assert.deepEqual(
      [ofSegmentation.upsampling, ofSegmentation.padding],
      ['transposed-convolution', 'reflect'],
    );
  });

  for (const [netD, name, layers] of [
    ['n_layers', 'patchgan', 5],
    ['basic', 'patchgan', 3],
    ['pixel', 'pixelgan', 5],
  ] as const)
    it(`of --net-d ${netD} has discriminators of that kind`, () => {
      const { discriminator } = plan({ netD, nLayersD: 5 }).model.translations[0]!;
      assert.deepEqual([discriminator.name, discriminator.layers], [name, layers]);
    });

  it('can do without a segmentation, and without modalities', () => {
    assert.deepEqual(plan({ segGen: false }).model.segmentations, []);
    assert.deepEqual(plan({ segGen: false }).objective.translationWeights, Array(4).fill(1 / 4));
    assert.deepEqual(plan({ modalitiesNames: [] }).model.translations, []);
  });

  it('has the schedule that is said', () => {
    assert.deepEqual(plan({ lrPolicy: 'step', lrDecayIters: 7 }).policy, { kind: 'step', everyEpochs: 7 });
    assert.deepEqual(plan({ lrPolicy: 'cosine', nEpochs: 9 }).policy, {
      kind: 'cosine',
      halfPeriodEpochs: 9,
    });
    assert.deepEqual(plan({ lrPolicy: 'plateau' }).policy, { kind: 'plateau', follows: 'nothing' });
    const late = plan({ epochCount: 40 });
    assert.equal(late.firstEpoch, 40);
    assert.deepEqual(late.policy, { kind: 'linear', epochs: 100, decayEpochs: 100, firstEpoch: 40 });
  });

  it('takes weights whose decimals add up to 1, though their floats do not', () => {
    const tenth = Array<number>(10).fill(0.1); // adds up to 0.9999999999999999
    const modalitiesNames = [...'abcdefghi'];
    assert.deepEqual(
      plan({ modalitiesNames, segWeights: tenth }).model.segmentations.map(({ weight }) => weight),
      tenth,
    );
  });

  it('makes no map whose share is 0', () => {
    const { segmentations } = plan({ modalitiesNames: ['a', 'b'], segWeights: [0.6, 0, 0.4] }).model;
    assert.deepEqual(
      segmentations.map(({ name, weight }) => [name, weight]),
      [
        ['input', 0.6],
        ['b', 0.4],
      ],
    );
  });

  for (const [what, given, words] of [
    [
      'weights that are no shares',
      { lossWeightsG: [0.5, 0.5, 0.5, 0, 0] },
      /5 numbers that add up to 1; .* make 1.5/,
    ],
    ['too few weights', { segWeights: [0.5, 0.5] }, /--seg-weights 0.5,0.5: expected 5 numbers/],
    ['networks for some', { netG: ['unet_32', 'unet_64'] }, /--net-g .* one network for all, or 4 of them/],
    ['nothing to learn', { modalitiesNames: [], segGen: false }, /needs a modality or a segmentation/],
    ['a modality of the input’s name', { modalitiesNames: ['input'] }, /different names/],
  ] as const satisfies readonly (readonly [string, Record<string, unknown>, RegExp])[])
    it(`refuses ${what}`, () => assert.throws(() => plan(given), { code: 'usage', message: words }));

  it('refuses modalities of one name', () =>
    assert.throws(() => deepLiifPlan(read({ modalitiesNames: ['dapi', 'dapi'] })), /different names/));

  it('has the reference’s 201 epochs, and the paper’s 200', () => {
    assert.equal(deepLiifPlan(read({})).epochs, 201);
    assert.equal(deepLiifPlan(read({ objective: 'paper' })).epochs, 200);
  });
});
