// Progress in words.

import assert from 'node:assert/strict';
import { progressText, timeLeft } from '../../../../extension/inference/progressText.js';

describe('progress', () => {
  const minute = 60_000;

  it('says how many tiles are done, and how long the others will take at the same pace', () =>
    assert.equal(
      progressText({ stage: 'tiles', done: 16, total: 64 }, minute),
      'tiles 16 of 64, about 3 min left',
    ));

  it('makes no estimate before the first tile and after the last', () => {
    assert.equal(progressText({ stage: 'tiles', done: 0, total: 64 }, minute), 'tiles 0 of 64');
    assert.equal(progressText({ stage: 'tiles', done: 64, total: 64 }, minute), 'tiles 64 of 64');
  });

  it('does not count what is one step', () =>
    assert.equal(progressText({ stage: 'writing Seg', done: 0, total: 1 }, 10), 'writing Seg'));

  for (const [ms, text] of [
    [100, 'a few seconds left'],
    [12_000, 'about 10 s left'],
    [88_000, 'about 90 s left'],
    [100_000, 'about 2 min left'],
    [89 * minute, 'about 89 min left'],
    [150 * minute, 'about 2.5 h left'],
  ] as const)
    it(`says "${text}" for ${ms} ms`, () => assert.equal(timeLeft(ms), text));
});
