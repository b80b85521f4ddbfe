import assert from 'node:assert/strict';
import { optionsOfTrial, parametersOf, sweepConfig } from '../../../engine/studies/sweepConfig.js';

const config = (change: object) =>
  sweepConfig(
    { name: 'nets', space: { lrG: { low: 1e-5, high: 1e-2, log: true } }, ...change },
    'nets.deepliif-sweep.json',
    '/data/mine',
  );

describe('the configuration of a sweep', () => {
  it('has options of training and a space over others; paths start at its folder', () => {
    const given = config({
      train: { data: '.', nEpochs: 2 },
      space: {
        netG: { choices: ['resnet_9blocks', 'unet_512'] },
        ngf: { low: 16, high: 64, step: 16 },
        norm: { choices: ['batch', 'instance'], when: { netG: ['unet_512'] } },
        segWeights: { choices: ['0.25,0.15,0.25,0.1,0.25', '0.2,0.2,0.2,0.2,0.2'] },
      },
    });
    assert.deepEqual(given.train, { data: '/data/mine', nEpochs: 2 });
    assert.deepEqual(parametersOf(given).get('ngf')!.distribution, {
      ...{ kind: 'int', low: 16, high: 64, log: false, step: 16 },
    });
    assert.deepEqual(optionsOfTrial(given, { ngf: 32, segWeights: '0.2,0.2,0.2,0.2,0.2' }), {
      ...{ data: '/data/mine', nEpochs: 2, ngf: 32, segWeights: [0.2, 0.2, 0.2, 0.2, 0.2] },
    });
  });

  it('minimises the L1 distance of the segmentation unless told otherwise', () =>
    assert.deepEqual(config({}).objectives, [{ metric: 'val/segmentation/l1', direction: 'minimize' }]));

  for (const [words, change, expected] of [
    [
      'an unknown option',
      { space: { learning: { low: 0, high: 1 } } },
      /space: learning is no option of training/,
    ],
    ['a range beyond the option’s', { space: { ngf: { low: 0, high: 8 } } }, /space\.ngf/],
    ['a range of words', { space: { norm: { low: 0, high: 1 } } }, /norm: this option has no range.*choices/],
    ['a choice that is none', { space: { norm: { choices: ['batch', 'layer'] } } }, /space\.norm/],
    ['an empty range', { space: { lrG: { low: 1, high: 1 } } }, /a larger "high"/],
    ['a logarithm of zero', { space: { lrG: { low: 0, high: 1, log: true } } }, /begins above 0/],
    ['an empty space', { space: {} }, /the space is empty/],
    ['an option at both places', { train: { lrG: 0.1 } }, /lrG is in "space" and in "train"/],
    [
      'a condition on a later parameter',
      { space: { lrG: { low: 1e-5, high: 1, when: { norm: ['batch'] } } } },
      /Move it up/,
    ],
    ['an unknown sampler', { sampler: { kind: 'magic' } }, /no sampler "magic"/],
    ['an unknown pruner', { pruner: { kind: 'magic' } }, /no pruner "magic"/],
    ['a misspelt field', { trails: 4 }, /trails/],
  ] as const)
    it(`is refused for ${words}`, () =>
      assert.throws(() => config(change), { code: 'usage', message: expected }));
});
