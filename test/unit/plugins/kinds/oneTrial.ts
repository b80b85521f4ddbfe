// Study with one trial, for tests of samplers and pruners of plug-ins.

import type { SearchSpace } from '../../../../engine/sweep/distributions.js';
import type { Study } from '../../../../engine/sweep/sampler.js';

/** A number and a choice. */
export const space: SearchSpace = new Map([
  ['lr', { kind: 'float', low: 0.001, high: 0.1, log: true, step: null }],
  ['net', { kind: 'categorical', choices: ['unet', 'resnet'] }],
]);
export const study: Study = {
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
/** The trial of the study as plug-ins get it. */
export const told = {
  number: 0,
  state: 'complete',
  values: [0.5],
  parameters: { lr: 0.01, net: 'resnet' },
  reports: [
    { epoch: 1, value: 0.7 },
    { epoch: 2, value: 0.5 },
  ],
};
