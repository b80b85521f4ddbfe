// The presets of training: sets of option values that explicit options overrule.

import assert from 'node:assert/strict';
import { presetPlan } from '../../../../engine/training/plan/presetPlan.js';
import { OFFERED_PRESETS, TRAINING_PRESETS } from '../../../../engine/training/plan/presets.js';
import { stepCost } from '../../../../engine/training/plan/stepCost.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';

const read = (given: object) => trainOptions({ ...given }, 'test', '/');
const IMAGES = { inputNames: ['ihc'], modalitiesNames: ['dapi'], segGen: true };

describe('presets of training', () => {
  it('consist of known options with valid values', () => {
    for (const { id } of TRAINING_PRESETS) assert.doesNotThrow(() => read({ preset: id }), id);
  });

  it('are overruled by explicit options', () => {
    const { ngf, netG, preset } = read({ preset: 'quick-look', ngf: 5 });
    assert.deepEqual([preset, ngf, netG], ['quick-look', 5, ['unet_32']]);
  });

  it('of full size are the defaults', () =>
    assert.deepEqual({ ...read({ preset: 'full-size' }), preset: undefined }, read({})));

  it('of the objective choose it', () => {
    assert.equal(read({ preset: 'paper' }).objective, 'paper');
    assert.equal(read({}).objective, 'reference');
  });

  it('that the wizard offers need more and more memory', () => {
    const bytes = OFFERED_PRESETS.map((preset) => {
      const { plan, tile } = presetPlan(preset, { width: 512, height: 512 }, IMAGES);
      return stepCost(plan, tile).leastBytes;
    });
    assert.deepEqual(
      bytes,
      [...bytes].sort((a, b) => a - b),
    );
  });

  it('resize tiles that their networks cannot take', () => {
    const full = OFFERED_PRESETS.at(-1)!;
    const { tile, options } = presetPlan(full, { width: 500, height: 500 }, IMAGES);
    assert.deepEqual(tile, { width: 512, height: 512 });
    assert.deepEqual(options, { preprocess: 'resize_and_crop', loadSize: 512, cropSize: 512 });
    assert.deepEqual(presetPlan(full, { width: 1024, height: 512 }, IMAGES).options, {});
  });
});
