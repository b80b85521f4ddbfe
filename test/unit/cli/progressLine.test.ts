// Line of the progress bar.

import assert from 'node:assert/strict';
import { progressLine } from '../../../engine/cli/progressLine.js';

describe('the line of the progress bar', () => {
  it('says how far a stage is, and about how long it takes', () =>
    assert.equal(
      progressLine({ stage: 'tiles', done: 1, total: 4 }, 2000),
      `  ${'█'.repeat(8)}${'░'.repeat(22)} 25 % · tiles 1 of 4 · about 6 s left`,
    ));

  it('says no time before the first step, nor after the last', () => {
    for (const done of [0, 4])
      assert.doesNotMatch(progressLine({ stage: 'tiles', done, total: 4 }, 10), /left/);
  });

  for (const [done, total] of [
    [0, 0],
    [1, 0],
    [0, NaN],
    [NaN, 4],
    [0, Infinity],
    [7, 4],
  ] as const)
    // prettier-ignore
    it(`has no INF, NULL or NaN at ${done} of ${total}`, () =>
      assert.doesNotMatch(progressLine({ stage: 'tiles', done, total }, 0), /inf|null|nan/i));
});
