// The options of a run as they come from a file: checked one by one, with defaults, and unknown names refused.

import assert from 'node:assert/strict';
import { flagOf } from '../../../../engine/options/optionKinds.js';
import { optionShape } from '../../../../engine/options/optionValues.js';
import { TRAIN_OPTIONS, trainOptions } from '../../../../engine/training/plan/trainOptions.js';

const read = (given: Record<string, unknown>) => trainOptions(given, 'a.json', '/home/someone');

describe('the options of a training run', () => {
  it('have the reference’s defaults', () => {
    // docs/reference.md 9.1.
    const {
      netG,
      netGs,
      ngf,
      ndf,
      norm,
      padding,
      batchSize,
      nEpochs,
      nEpochsDecay,
      lrG,
      lrD,
      beta1,
      initGain,
    } = read({});
    assert.deepEqual(
      [netG, netGs, ngf, ndf, norm, padding, batchSize, nEpochs, nEpochsDecay, lrG, lrD, beta1, initGain],
      [['resnet_9blocks'], ['unet_512'], 64, 64, 'batch', 'zero', 1, 100, 100, 0.0002, 0.0002, 0.5, 0.02],
    );
  });

  it('have defaults that they would take themselves', () => {
    for (const [key, spec] of Object.entries(TRAIN_OPTIONS))
      if ('default' in spec) assert.deepEqual(optionShape(spec)(spec.default, key), spec.default);
  });

  it('are flags with hyphens', () => {
    assert.equal(flagOf('nEpochsDecay'), '--n-epochs-decay');
    assert.equal(flagOf('beta1'), '--beta1');
  });

  it('take paths from the folder of their file', () => {
    assert.equal(read({ data: 'tiles' }).data, '/home/someone/tiles');
    assert.equal(read({ data: '/data' }).data, '/data');
    assert.equal(read({}).data, undefined);
  });

  it('take one word for a list of one, as a flag does', () =>
    assert.deepEqual(read({ netG: 'unet_512' }).netG, ['unet_512']));

  it('let an editor’s "$schema" stand', () => assert.equal(read({ $schema: 'x' }).ngf, 64));

  for (const [what, given, words] of [
    ['an unknown name', { netg: 'unet_32' }, 'a.json: there is no option "netg". Is "netG" meant?'],
    ['a flag’s "no"', { noDropout: true }, 'a.json: there is no option "noDropout". Is "dropout" meant?'],
    ['a name with hyphens', { 'lr-g': 1 }, 'a.json: there is no option "lr-g". Is "lrG" meant?'],
    ['a name like no other', { wallpaper: 1 }, 'a.json: there is no option "wallpaper".'],
    ['what every object has', { toString: 1 }, 'a.json: there is no option "toString".'],
    ['a number as text', { ngf: '64' }, 'a.json: ngf: a whole number from 1 to 1024 expected, not "64".'],
    ['a rate of 0', { lrG: 0 }, 'a.json: lrG: a number above 0, at most 1000000, expected, not 0.'],
    [
      'another word',
      { preset: 'own' },
      'a.json: preset: "quick-look" or "small" or "full-size" or "reference" or "paper" expected, not "own".',
    ],
    [
      'a network that there is not',
      { netG: ['vit'] },
      /netG\[0\]: resnet_<N>blocks, unet_32.* expected, not "vit"/,
    ],
    ['a name for another folder', { name: '../x' }, /name: a name for a folder/],
    ['a number for a list', { modalitiesNames: 2 }, /modalitiesNames: a list of at most 100 expected/],
    [
      'commas in a word',
      { modalitiesNames: 'dapi,lap2' },
      /modalitiesNames\[0\]: names of lower-case letters/,
    ],
    [
      'a modality in capitals',
      { modalitiesNames: ['dapi', 'Ki67'] },
      /modalitiesNames\[1\]: names of lower-case/,
    ],
  ] as const satisfies readonly (readonly [string, Record<string, unknown>, string | RegExp])[])
    it(`refuse ${what}`, () => assert.throws(() => read(given), { code: 'usage', message: words }));
});
