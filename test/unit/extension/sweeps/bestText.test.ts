// Configurations that "Start Training with the Best…" writes.

import assert from 'node:assert/strict';
import { stripComments } from 'jsonc-parser';
import type { TrialTraining } from '../../../../engine/protocol/sweeps.js';
import { bestText } from '../../../../extension/sweeps/bestText.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';

const training: TrialTraining = {
  ...{ sweep: 'lung-sweep', trial: 17, values: [0.012345], objectives: ['val/segmentation/l1'] },
  options: { data: '/work/tiles', ngf: 32, lrG: 0.0003, nEpochs: 100, nEpochsDecay: 100 },
  ...{ varied: ['lrG'], trialEpochs: 50, epochs: 200 },
};

describe('the configuration of a training with the best values', () => {
  const file = '/work/best.deepliif-train.json';
  const text = bestText({ file, name: 'best', runs: '/work/runs', training });

  it('is taken by the program', () => {
    const options = trainOptions(JSON.parse(stripComments(text)) as Record<string, unknown>, file, '/work');
    assert.deepEqual(
      [options.name, options.data, options.out, options.lrG, options.ngf, options.nEpochs],
      ['best', '/work/tiles', '/work/runs', 0.0003, 32, 100],
    );
  });

  it('says where the values come from, and what differs from the trial', () => {
    assert.match(
      text,
      /\/\/ Values of trial 17 of the sweep lung-sweep: val\/segmentation\/l1 0\.01234?5?\.\n {2}"lrG"/,
    );
    assert.match(text, /\/\/ This training is longer than the trial: 200 epochs; the trial had 50\./);
  });
});
