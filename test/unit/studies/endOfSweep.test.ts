import assert from 'node:assert/strict';
import { endOfSweep } from '../../../engine/studies/endOfSweep.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import type { StoredStudy, StoredTrial } from '../../../engine/sweep/studyState.js';

const start = Date.parse('2026-11-30T10:00:00Z');

function study(...trials: readonly Partial<StoredTrial>[]): StoredStudy {
  return {
    ...{ id: 0, name: 'sweep', directions: ['minimize'], userAttrs: {}, systemAttrs: {} },
    trials: trials.map((trial, number) => ({
      ...{
        id: number,
        number,
        state: 'complete',
        values: [1],
        startedAt: '2026-11-30T10:00:00.000000+00:00',
      },
      ...{ params: new Map(), distributions: new Map(), intermediate: new Map() },
      ...{ userAttrs: {}, systemAttrs: {} },
      ...trial,
    })),
  };
}

const config = (change: object) =>
  sweepConfig({ name: 's', space: { lrG: { low: 1e-5, high: 1 } }, ...change }, 's.json', '/');

describe('a sweep ends by itself', () => {
  it('after so many trials, of which retries are none', () => {
    assert.match(endOfSweep(study({}, {}), config({ trials: 2 }), start)!, /tried 2 trials/);
    const retry = { systemAttrs: { failed_trial: 0 } };
    assert.equal(endOfSweep(study({ state: 'failed' }, retry), config({ trials: 2 }), start), undefined);
  });

  it('after hours', () => {
    assert.equal(endOfSweep(study({}), config({ hours: 1 }), start + 3_599_000), undefined);
    assert.match(endOfSweep(study({}), config({ hours: 1 }), start + 3_601_000)!, /^1 hour has passed/);
  });

  it('when trials in a row were no better', () => {
    const trials = [{ values: [1] }, { values: [0.5] }, { values: [0.7] }, { state: 'pruned' as const }];
    assert.match(
      endOfSweep(study(...trials), config({ patienceTrials: 2 }), start)!,
      /no better than trial 1/,
    );
    assert.equal(endOfSweep(study(...trials), config({ patienceTrials: 3 }), start), undefined);
  });

  it('not while a trial waits', () =>
    assert.equal(endOfSweep(study({}, { state: 'waiting' }), config({ trials: 1 }), start), undefined));
});
