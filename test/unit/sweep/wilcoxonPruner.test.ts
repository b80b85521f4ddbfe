import assert from 'node:assert/strict';
import type { Trial } from '../../../engine/sweep/trial.js';
import { wilcoxonPruner } from '../../../engine/sweep/wilcoxonPruner.js';

function trial(number: number, state: Trial['state'], curve: readonly number[]): Trial {
  return {
    ...{ number, state, params: new Map(), distributions: new Map() },
    intermediate: new Map(curve.map((value, step) => [step, value])),
    ...(state === 'complete' ? { values: [curve.reduce((a, b) => a + b, 0) / curve.length] } : {}),
  };
}

const best = trial(0, 'complete', [3, 3, 3, 3, 3]);
const isPruned = (curve: readonly number[], first = best) => {
  const running = trial(1, 'running', curve);
  return wilcoxonPruner()({ name: 's', directions: ['minimize'], trials: [first, running] }, running).prune;
};

describe('the Wilcoxon pruner', () => {
  it('prunes a trial that is worse than the best one step by step, as soon as that is no chance', () => {
    assert.equal(isPruned([3.1, 3.2, 3.3]), false, 'three steps may be chance: p = 1/8');
    assert.equal(isPruned([3.1, 3.2, 3.3, 3.4]), true, 'p = 1/16');
  });

  it('keeps a trial that is better here and worse there', () =>
    assert.equal(isPruned([2.9, 3.2, 2.7, 3.4, 2.5]), false));

  it('keeps a trial whose mean is better, whatever the steps in common say', () => {
    // The best trial went on to steps that are much worse.
    const long = trial(0, 'complete', [3, 3, 3, 3, 100]);
    assert.equal(isPruned([3.1, 3.2, 3.3, 3.4], long), false);
  });

  it('keeps every trial beside values that are not numbers', () =>
    assert.equal(isPruned([3.1, 3.2, 3.3, NaN]), false));
});
