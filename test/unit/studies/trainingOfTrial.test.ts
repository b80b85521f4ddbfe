import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSweep } from '../../../engine/studies/steerSweep.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { createSweep } from '../../../engine/studies/sweepFolder.js';
import { trainingOfTrial } from '../../../engine/studies/trainingOfTrial.js';
import { randomSampler } from '../../../engine/sweep/randomSampler.js';
import { parametersOf } from '../../../engine/studies/sweepConfig.js';

describe('the training with the values of a trial', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-best-'));
    mkdirSync(join(root, 'data'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const training = async (epochs: object) => {
    const space = { lrG: { low: 1e-4, high: 1e-2, log: true }, netGs: { choices: ['unet_512'] } };
    const train = { data: 'data', ngf: 8, keepLast: 1, ...epochs };
    const folder = await createSweep(
      sweepConfig({ name: 's', train, space }, 's.json', root),
      root,
      new Date(0),
    );
    const sweep = await openSweep(folder);
    const trial = await sweep.study.ask();
    await sweep.study.suggest(trial, randomSampler(1), parametersOf(sweep.config));
    await sweep.study.tell(trial, 'complete', [0.25]);
    return trainingOfTrial(sweep, 0);
  };

  it('has the options of the trial, and lasts as long as the published one', async () => {
    const { options, varied, values, objectives, trialEpochs, epochs } = await training({
      nEpochs: 50,
      nEpochsDecay: 0,
    });
    assert.deepEqual([options.data, options.ngf, options.netGs], [join(root, 'data'), 8, ['unet_512']]);
    assert.equal(typeof options.lrG, 'number');
    assert.equal('keepLast' in options, false);
    assert.deepEqual(varied, ['lrG', 'netGs']);
    assert.deepEqual([values, objectives], [[0.25], ['val/segmentation/l1']]);
    assert.deepEqual([trialEpochs, epochs, options.nEpochs, options.nEpochsDecay], [50, 200, 100, 100]);
  });

  it('keeps epochs that are more than those', async () => {
    const { options, trialEpochs, epochs } = await training({ nEpochs: 300, nEpochsDecay: 0 });
    assert.deepEqual([trialEpochs, epochs, options.nEpochs], [300, 300, 300]);
  });
});
