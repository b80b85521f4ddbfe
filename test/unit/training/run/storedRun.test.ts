// run.json as it comes back from disk: every plan that options can make is read as it was written.

import assert from 'node:assert/strict';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { runDescription } from '../../../../engine/training/run/storedRun.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';

describe('a stored run', () => {
  for (const given of [
    {},
    { preset: 'paper', ganMode: 'lsgan', labelSmoothing: 0.1, initType: 'orthogonal', optimizer: 'rmsprop' },
    { lrPolicy: 'step', upsample: 'resize_conv', netD: 'pixel', segGen: false },
    { lrPolicy: 'cosine', netG: ['unet_32', 'unet_64'], modalitiesNames: ['a', 'b'], epochCount: 7 },
    { lrPolicy: 'plateau', lossWeightsG: [1], lossWeightsD: [1], segWeights: [1], modalitiesNames: [] },
  ])
    it(`of the options ${JSON.stringify(given)} is read as it was written`, () => {
      const run = { data: '/data', plan: deepLiifPlan(trainOptions(given, 'test', '/')) };
      const stored: unknown = JSON.parse(JSON.stringify(run));
      assert.deepEqual(runDescription(stored, '/runs/a'), run);
    });
});
