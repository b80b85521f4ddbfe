import assert from 'node:assert/strict';
import { proposeSweep } from '../../../engine/studies/proposeSweep.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';
import type { SweepProposal } from '../../../engine/protocol/sweeps.js';

const rangeIn = ({ space }: SweepProposal, name: string) => space.find((one) => one.name === name)?.range;

function asConfig({ name, train, space }: SweepProposal) {
  const entries = space.map(({ name, range, when }) => [name, { ...range, ...(when ? { when } : {}) }]);
  return sweepConfig({ name, train, space: Object.fromEntries(entries) as object }, 'proposal', '/');
}

describe('the proposed space of a sweep', () => {
  it('is the paper’s list around the published training', () => {
    const proposal = proposeSweep({ data: '/data', name: 'lung', out: '/runs', seed: 3 }, 'a.json');
    assert.deepEqual(
      proposal.space.map(({ name }) => name),
      [
        ...['netG', 'netGs', 'netD', 'nLayersD', 'ngf', 'ndf', 'norm', 'initType', 'lrG', 'lrD'],
        ...['lrPolicy', 'lambdaL1', 'ganMode', 'segWeights'],
      ],
    );
    assert.deepEqual(rangeIn(proposal, 'ngf'), { low: 16, high: 64, step: 16 });
    assert.deepEqual(rangeIn(proposal, 'lrG'), { low: 2e-5, high: 1e-3, log: true });
    assert.deepEqual(rangeIn(proposal, 'netG'), {
      choices: ['resnet_9blocks', 'resnet_6blocks', 'unet_256', 'unet_512'],
    });
    assert.equal(proposal.name, 'lung');
    assert.deepEqual(
      [proposal.fullEpochs, proposal.train.nEpochs, proposal.train.nEpochsDecay],
      [200, 50, 0],
    );
    assert.deepEqual([proposal.train.data, proposal.train.seed], ['/data', 3]);
    assert.equal('out' in proposal.train || 'name' in proposal.train, false);
  });

  it('follows the values of the training, also those of its preset', () => {
    const quick = proposeSweep({ preset: 'quick-look' }, 'a.json');
    assert.deepEqual(rangeIn(quick, 'ngf'), { low: 2, high: 8, step: 2 });
    assert.deepEqual(rangeIn(quick, 'netG'), { choices: ['unet_32', 'unet_64', 'resnet_6blocks'] });
    assert.deepEqual(rangeIn(quick, 'lrG'), { low: 2e-4, high: 1e-2, log: true });
    assert.equal(quick.fullEpochs, undefined);
    assert.equal(quick.train.preset, 'quick-look');
  });

  it('leaves out what the training does not have', () => {
    const names = proposeSweep(
      { modalitiesNames: ['dapi'], segGen: false, netG: ['resnet_9blocks', 'unet_512'] },
      'a.json',
    ).space.map(({ name }) => name);
    for (const name of ['netG', 'netGs', 'segWeights']) assert.ok(!names.includes(name), name);
  });

  it('has an objective that the training measures', () => {
    const given = { modalitiesNames: ['hema', 'dapi'], leaveOut: ['hema'], segGen: false };
    assert.equal(proposeSweep(given, 'a.json').objective.metric, 'val/dapi/ssim');
  });

  it('holds the training’s own values, and is taken as a configuration', () => {
    for (const given of [
      {},
      { preset: 'small' },
      { ngf: 1, ndf: 3, netG: ['resnet_1blocks'], netGs: ['unet_32'], norm: 'spectral' as const },
      { segWeights: [0.3, 0.1, 0.2, 0.2, 0.2], lrPolicy: 'plateau' as const, nLayersD: 8 },
    ]) {
      const proposal = proposeSweep(given, 'a.json');
      const { space } = asConfig(proposal);
      const options: Readonly<Record<string, unknown>> = trainOptions(given, 'a.json', '/');
      for (const [name, { low, high, choices }] of Object.entries(space)) {
        const own = options[name];
        if (own === undefined) continue; // segWeights, whose default depends on the modalities
        const text = Array.isArray(own) ? own.join(',') : (own as string | number);
        if (choices) assert.ok(choices.includes(text), `${name} ${text}`);
        else assert.ok(Number(text) >= low! && Number(text) <= high!, `${name} ${text}`);
      }
    }
  });
});
