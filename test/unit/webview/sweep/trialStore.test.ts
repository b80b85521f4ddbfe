import assert from 'node:assert/strict';
import { commonReason, indexOf, movedOn, withMessage } from '../../../../webview/sweep/trialStore.js';
import { trial, TRIALS } from './madeSweep.js';

describe('trials of the page', () => {
  it('keep the objects of trials that did not change', () => {
    const changed = trial(4, { values: [0.5] });
    const next = withMessage(TRIALS, { all: false, rows: [changed, trial(6)] });
    assert.equal(next.length, 7);
    assert.equal(next[4], changed);
    assert.equal(next[3], TRIALS[3]);
  });

  it('are replaced by a message with all of them', () =>
    assert.deepEqual(withMessage(TRIALS, { all: true, rows: [trial(0)] }), [trial(0)]));

  it('stay in the order of their numbers, with gaps as well', () => {
    const trials = withMessage([], { all: true, rows: [trial(7), trial(2)] });
    assert.deepEqual(
      trials.map(({ number }) => number),
      [2, 7],
    );
    assert.deepEqual([indexOf(trials, 7), indexOf(trials, 3)], [1, -1]);
  });

  it('have new pictures once their state or their last report has changed', () => {
    const running = trial(0, { state: 'running', reports: [[1, 0.5]] });
    const later = { ...running, reports: [...running.reports, [2, 0.4] as const] };
    assert.deepEqual(movedOn([running], [later, trial(1)]), [0]);
    assert.deepEqual(movedOn([running], [{ ...running, state: 'failed' }]), [0]);
    assert.deepEqual(movedOn([running], [{ ...running, heartbeatMs: 1 }]), []);
  });

  it('name the most frequent reason of failures', () => {
    const failed = (number: number, reason: string) => trial(number, { state: 'failed', reason });
    const trials = [failed(0, 'no memory'), failed(1, 'no data'), failed(2, 'no memory')];
    assert.deepEqual(commonReason(trials), { reason: 'no memory', count: 2 });
  });
});
