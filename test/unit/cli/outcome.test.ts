// Work on many paths: what is a failure of one, and what ends it all.

import assert from 'node:assert/strict';
import { neededByAll, oneByOne, stoppedJson } from '../../../engine/cli/outcome.js';
import { unwritable } from '../../../engine/files/unwritable.js';
import { EngineError } from '../../../engine/protocol/errors.js';

const systemError = (code: string) => unwritable('/out/b', Object.assign(new Error(code), { code }));

/** Outcomes of a, b and c, where b throws. */
const outcomes = (thrown: Error, needed = false) =>
  oneByOne(
    ['a', 'b', 'c'],
    (path) => path,
    async (path) => {
      if (path === 'b') await (needed ? neededByAll(Promise.reject(thrown)) : Promise.reject(thrown));
      return path.toUpperCase();
    },
    () => undefined,
  );

describe('work on many paths', () => {
  for (const error of [
    new EngineError('image-unreadable', 'It is a text.'),
    new EngineError('out-of-memory', 'It is too large.'),
    systemError('EACCES'),
  ])
    it(`goes on after ${error.code}`, async () => {
      const done = await outcomes(error);
      assert.deepEqual(
        done.outcomes.map(({ done: result, failure }) => result ?? failure?.code),
        ['A', error.code, 'C'],
      );
      assert.deepEqual(stoppedJson(done), {});
    });

  for (const error of [
    systemError('ENOSPC'),
    new EngineError('cancelled', 'Cancelled.'),
    new TypeError('bug'),
  ])
    it(`ends with ${error.message}, and says what was not tried`, async () => {
      const { outcomes: done, stopped, notTried } = await outcomes(error);
      assert.deepEqual([done.length, stopped, notTried], [1, error, ['b', 'c']]);
    });

  it('ends if something that all need is missing', async () => {
    const { notTried } = await outcomes(new EngineError('output-unwritable', 'No folder.'), true);
    assert.deepEqual(notTried, ['b', 'c']);
  });
});
