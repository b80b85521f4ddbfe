// The lines of a suite that failed, which the end of `npm test` repeats.

import assert from 'node:assert/strict';
import { failureLines } from '../failureLines.js';

describe('the lines that say what failed', () => {
  it('are marks with what follows them, without colours', () =>
    assert.deepEqual(
      failureLines(
        `${'  ✔ passes\n'.repeat(40)}  \u001b[31m✖\u001b[39m is broken (3 ms)\nError: 1 !== 2\n    at a.ts:1\n`,
      ),
      ['  ✖ is broken (3 ms)', 'Error: 1 !== 2', '    at a.ts:1'],
    ));
  it('are found as mocha, tsc and prettier print them, each with its next lines', () => {
    const quiet = Array.from({ length: 20 }, (_, i) => `quiet ${i}`);
    for (const mark of ['  1) trains for ever', 'a.ts(3,1): error TS2322: no', '[warn] a.ts'])
      assert.deepEqual(failureLines([...quiet, mark, ...quiet].join('\n')), [mark, ...quiet.slice(0, 12)]);
  });
  it('are the last ones if no line is marked', () =>
    assert.deepEqual(failureLines('one\ntwo\nKilled\n'), ['one', 'two', 'Killed']));
  it('are 80 at most, which says so', () => {
    const lines = failureLines('✖ fails\n'.repeat(200));
    assert.equal(lines.length, 80);
    assert.equal(lines.at(-1), '… and 121 lines more, above');
  });
});
