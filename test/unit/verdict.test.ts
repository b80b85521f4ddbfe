// The last line of `npm test`, and its exit code.

import assert from 'node:assert/strict';
import { verdictOf, type Result } from '../verdict.js';

const NO_CHROMIUM = 'there is no Chromium';
const verdict = (results: readonly Result[], env = {}) => verdictOf(results, NO_CHROMIUM, env);

describe('a run of suites', () => {
  it('is good when all passed', () =>
    assert.deepEqual(verdict(['passed', 'passed']), { line: '2 passed, 0 failed', exitCode: 0 }));
  it('fails with one that failed, and when none was run', () => {
    assert.deepEqual(verdict(['passed', 'FAILED']), { line: '1 passed, 1 failed', exitCode: 1 });
    assert.equal(verdict([]).exitCode, 1);
  });
  it('says why suites were not run, which is no failure', () =>
    assert.deepEqual(verdict(['passed', 'not run', 'not run']), {
      line: '1 passed, 0 failed, 2 not run: there is no Chromium',
      exitCode: 0,
    }));
  it('fails with one that passed only on the second run', () =>
    assert.deepEqual(verdict(['passed', 'passed on 2nd run']), {
      line: '1 passed, 0 failed, 1 passed only on the 2nd run, which counts as failed',
      exitCode: 1,
    }));
  it('may be told to let that pass, but not in CI', () => {
    const allow = { DEEPLIIF_ALLOW_RETRY: '1' };
    assert.deepEqual(verdict(['passed on 2nd run'], allow), {
      line: '0 passed, 0 failed, 1 passed only on the 2nd run',
      exitCode: 0,
    });
    assert.equal(verdict(['passed on 2nd run'], { ...allow, CI: 'true' }).exitCode, 1);
    assert.equal(verdict(['passed on 2nd run'], { ...allow, CI: 'false' }).exitCode, 0);
    assert.equal(verdict(['FAILED'], allow).exitCode, 1);
  });
});
