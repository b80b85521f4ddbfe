import assert from 'node:assert/strict';
import { OtherProtocol, PROTOCOL, trialMessage, trialNews } from '../../../engine/queues/trialMessage.js';

const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
const message = (changes: object = {}) => ({
  ...{ protocol: PROTOCOL, sweep: '20261130-nets', sweepId: id, trial: 3, paths: ['data'], wanted: 'train' },
  ...{ options: { lrG: 0.001, norm: 'batch' }, metrics: ['val/segmentation/l1'] },
  ...changes,
});

describe('a trial from a queue', () => {
  it('has options of training, a name, and nothing else', () => {
    const taken = trialMessage({ ...message(), command: 'rm -rf' });
    assert.deepEqual(taken, message());
  });

  const hostile: Readonly<Record<string, object>> = {
    'a folder outside': { sweep: '../../etc' },
    'a hidden folder': { sweep: '.ssh' },
    'a path among the options': { options: { data: '/etc' } },
    'a folder of runs': { options: { out: '/tmp' } },
    'a name of its own': { options: { name: 'other' } },
    'an option that training does not have': { options: { shell: 'x' } },
    'a value that the option does not take': { options: { lrG: 'x' } },
    'an id that is none': { sweepId: `${id}/..` },
    'a negative trial': { trial: -1 },
    'too many characters': { options: { modalitiesNames: 'x'.repeat(300_000) } },
  };
  for (const [what, changes] of Object.entries(hostile))
    it(`is refused with ${what}`, () =>
      assert.throws(() => trialMessage(message(changes)), { code: 'usage' }));

  it('of another version of the messages is left to workers of that version', () =>
    assert.throws(() => trialMessage(message({ protocol: PROTOCOL + 1 })), OtherProtocol));
});

describe('the news of a worker', () => {
  const time = '2026-11-30T10:00:00.000Z';
  const news = (...events: readonly object[]) => ({
    protocol: PROTOCOL,
    host: 'gpu7',
    run: 'r-trial-3',
    events,
  });

  it('are events that the sweep needs; it drops others', () => {
    const ended = { type: 'ended', time, step: 4, why: 'done' };
    const checkpoint = { type: 'checkpoint', time, step: 4, folder: 'checkpoints/a', why: 'epoch' };
    assert.deepEqual(trialNews(news(checkpoint, ended)).events, [ended]);
  });

  it('are refused with a broken event, or with a folder outside', () => {
    assert.throws(() => trialNews(news({ type: 'ended', time, step: 4, why: 'won' })), { code: 'usage' });
    assert.throws(() => trialNews({ ...news(), run: '../other' }), { code: 'usage' });
  });
});
