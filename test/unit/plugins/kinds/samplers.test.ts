// Samplers of plug-ins: what they are given, and what becomes of wrong answers.

import assert from 'node:assert/strict';
import { addSampler, type SamplerInput } from '../../../../engine/plugins/kinds/samplers.js';
import { samplers } from '../../../../engine/studies/samplers.js';
import { suggestionsFor } from '../../../../engine/sweep/sampler.js';
import { contribution } from './contribution.js';
import { space, study, told } from './oneTrial.js';

describe('a sampler of a plug-in', () => {
  let takeOut: () => void = () => undefined;
  afterEach(() => takeOut());
  const suggested = async (suggest: (input: SamplerInput) => unknown) => {
    takeOut = addSampler(contribution('samplers', { id: 'own', title: 'Own' }, { suggest }));
    const sampler = await samplers.named('own').open({ seed: 7 }, space).forTrial!(study, 1);
    const suggestions = suggestionsFor(sampler, study, 1);
    return [...space].map(([name, one]) => suggestions.suggest(name, one));
  };

  it('gets trials and the space as plain data, and its values are taken', async () => {
    let input: SamplerInput | undefined;
    const values = await suggested((given) => {
      input = given;
      return { lr: 0.02, net: 'resnet' };
    });
    assert.deepEqual(values, [0.02, 1]);
    assert.deepEqual(input, {
      study: { name: 's', directions: ['minimize'], trials: [told] },
      space: Object.fromEntries(space),
      number: 1,
      seed: 7,
    });
  });

  for (const [what, answer, words] of [
    [
      'a value outside of the space',
      { lr: 5, net: 'unet' },
      /gave 5 for "lr"; expected a number from 0\.001 to 0\.1/,
    ],
    ['NaN', { lr: NaN, net: 'unet' }, /gave NaN for "lr"/],
    ['an unknown choice', { lr: 0.01, net: 'vgg' }, /gave "vgg" for "net"; expected one of "unet", "resnet"/],
    ['a parameter too few', { lr: 0.01 }, /gave no value for "net"/],
    ['no object', 3, /answer of suggest: an object expected/],
  ] as const)
    it(`that gives ${what} is named`, () =>
      assert.rejects(
        suggested(() => answer),
        (error: Error) =>
          words.test(error.message) && error.message.includes('sampler "Own" of the plug-in Example'),
      ));
});
