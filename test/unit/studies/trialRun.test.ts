import assert from 'node:assert/strict';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { reduceRun } from '../../../engine/runlog/runState.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { reportsAfter } from '../../../engine/studies/trialRun.js';
import type { StoredTrial } from '../../../engine/sweep/studyState.js';

const time = '2026-11-30T10:00:00.000Z';
const trial: StoredTrial = {
  ...{ id: 0, number: 0, state: 'running', userAttrs: {}, systemAttrs: {} },
  ...{ params: new Map([['lambdaL1', 50]]), distributions: new Map(), intermediate: new Map() },
};
const validation = (epoch: number, l1: number | null): RunEvent => ({
  ...{ type: 'validation', time, step: epoch + 1, epoch },
  metrics: { 'val/segmentation/l1': l1 },
});
const config = (space: object) => sweepConfig({ name: 's', space }, 's.json', '/');

describe('what a run reports to its sweep', () => {
  const run = reduceRun();
  for (const event of [validation(0, 10), validation(1, null), validation(2, 5)]) run.add(event);
  const valuesOf = (space: object, after = -1) =>
    reportsAfter(run.state, after, config(space), trial).map(({ epoch, values }) => [epoch, values[0]]);

  it('is the metric after each validation that has it', () => {
    assert.deepEqual(valuesOf({ lrG: { low: 1e-5, high: 1 } }), [
      [0, 10],
      [2, 5],
    ]);
    assert.deepEqual(valuesOf({ lrG: { low: 1e-5, high: 1 } }, 0), [[2, 5]]);
  });

  it('is the L1 distance itself if trials differ in λ, which the term contains', () =>
    assert.deepEqual(valuesOf({ lambdaL1: { low: 10, high: 100 } }), [
      [0, 0.2],
      [2, 0.1],
    ]));
});
