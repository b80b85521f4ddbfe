// The words of --freeze, and the networks that they mean.

import assert from 'node:assert/strict';
import { tinyPlanOf } from '../tinySteps.js';

describe('frozen networks', () => {
  it('are those of a modality, of the segmentation, or all discriminators', () => {
    assert.deepEqual(tinyPlanOf({ freeze: ['segmentation'] }).frozen, ['seg-input', 'seg-dapi']);
    assert.deepEqual(tinyPlanOf({ freeze: ['dapi', 'discriminators'] }).frozen, [
      'dapi',
      'd-dapi',
      'd-seg-input',
      'd-seg-dapi',
    ]);
    const cycle = { model: 'CycleGAN', modalitiesNames: ['dapi', 'lap2'], freeze: ['dapi'] };
    assert.deepEqual(tinyPlanOf(cycle).frozen, ['dapi', 'input-from-dapi'], 'both ways');
  });

  it('must have a name, and some generator must learn', () => {
    assert.throws(
      () => tinyPlanOf({ freeze: ['nucleus'] }),
      /expected some of dapi, segmentation, discriminators/,
    );
    assert.throws(() => tinyPlanOf({ freeze: ['dapi', 'segmentation'] }), /no generator that learns/);
  });
});
