// Samplers and pruners of plug-ins: what they are given, and what becomes of wrong answers.

import assert from 'node:assert/strict';
import { addPruner, type PrunerInput } from '../../../../engine/plugins/kinds/pruners.js';
import { addSampler, type SamplerInput } from '../../../../engine/plugins/kinds/samplers.js';
import { pruners } from '../../../../engine/studies/pruners.js';
import { samplers } from '../../../../engine/studies/samplers.js';
import type { SearchSpace } from '../../../../engine/sweep/distributions.js';
import { suggestionsFor, type Study } from '../../../../engine/sweep/sampler.js';
import { contribution } from './contribution.js';

const space: SearchSpace = new Map([
  ['lr', { kind: 'float', low: 0.001, high: 0.1, log: true, step: null }],
  ['net', { kind: 'categorical', choices: ['unet', 'resnet'] }],
]);
const study: Study = {
  name: 's',
  directions: ['minimize'],
  trials: [
    {
      ...{ number: 0, state: 'complete', values: [0.5] },
      params: new Map([
        ['lr', 0.01],
        ['net', 1],
      ]),
      distributions: space,
      intermediate: new Map([
        [2, 0.5],
        [1, 0.7],
      ]),
    },
  ],
};
const told = {
  number: 0,
  state: 'complete',
  values: [0.5],
  parameters: { lr: 0.01, net: 'resnet' },
  reports: [
    { epoch: 1, value: 0.7 },
    { epoch: 2, value: 0.5 },
  ],
};

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

describe('a pruner of a plug-in', () => {
  let takeOut: () => void = () => undefined;
  afterEach(() => takeOut());
  const decided = (shouldPrune: (input: PrunerInput) => unknown) => {
    takeOut = addPruner(contribution('pruners', { id: 'own', title: 'Own' }, { shouldPrune }));
    return pruners.named('own').open({})(study, study.trials[0]!);
  };

  it('decides by the trial and those before it', async () => {
    const { prune } = await decided(({ trial, study: { trials } }) => {
      assert.deepEqual(trial, told);
      return trials.length === 1;
    });
    assert.equal(prune, true);
  });

  it('that answers with anything but true or false is named', () =>
    assert.rejects(
      async () => decided(() => 'yes'),
      /pruner "Own" of the plug-in Example .* answer of shouldPrune: true or false expected/,
    ));
});
