// Configurations that "New Sweep…" writes.

import assert from 'node:assert/strict';
import { stripComments } from 'jsonc-parser';
import { proposeSweep } from '../../../../engine/studies/proposeSweep.js';
import { sweepConfig } from '../../../../engine/studies/sweepConfig.js';
import { newSweepText, rangeText } from '../../../../extension/sweeps/newSweepText.js';

const proposal = proposeSweep({ data: '/work/tiles', name: 'lung', ngf: 32, norm: 'instance' }, 'lung');
const textWith = (chosen: readonly string[]) =>
  newSweepText({
    ...{ file: '/work/lung-sweep.deepliif-sweep.json', name: 'lung-sweep', out: '/work/runs' },
    ...{ base: '/work/lung.deepliif-train.json', proposal, chosen },
  });
const names = proposal.space.map(({ name }) => name);

describe('a configuration of a sweep that the wizard writes', () => {
  it('is taken by the program, with the proposed space', () => {
    const text = textWith(names);
    const given: unknown = JSON.parse(stripComments(text));
    const config = sweepConfig(given, 'lung-sweep.deepliif-sweep.json', '/work');
    assert.deepEqual(Object.keys(config.space), names);
    assert.deepEqual([config.name, config.out], ['lung-sweep', '/work/runs']);
    assert.deepEqual([config.train?.data, config.train?.nEpochs], ['/work/tiles', 50]);
    assert.deepEqual((given as { readonly train: object }).train, {
      ...{ data: 'tiles', validateEveryEpochs: 1, sampleEveryEpochs: 50, keepLast: 1 },
      ...{ nEpochs: 50, nEpochsDecay: 0 },
    });
  });

  it('says what the training has, and that trials are short', () => {
    const text = textWith(names);
    assert.match(text, / {4}\/\/ The training has 32\.\n {4}"ngf": \{ "low": 8, "high": 32, "step": 8 \}/);
    assert.match(text, /\/\/ A trial is short: 50 epochs; the training has 200\./);
    assert.match(text, /around the values of lung\.deepliif-train\.json/);
  });

  it('keeps the training’s value of an option that is not searched', () => {
    const given = JSON.parse(stripComments(textWith(['lrG']))) as Record<'train' | 'space', object>;
    assert.deepEqual(Object.keys(given.space), ['lrG']);
    assert.ok('norm' in given.train && given.train.norm === 'instance');
    assert.doesNotThrow(() => sweepConfig(given, 'a', '/work'));
  });

  it('shows each range in a line', () =>
    assert.deepEqual(
      ['ngf', 'lrG', 'norm'].map((name) => rangeText(proposal.space.find((one) => one.name === name)!)),
      ['8 to 32', '0.00002 to 0.001, logarithmic', 'instance, batch'],
    ));
});
