import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { reduceRun } from '../../../engine/runlog/runState.js';
import { followControl } from '../../../engine/studies/controlSweep.js';
import type { FollowedRun, TrialQueue } from '../../../engine/studies/followedRun.js';
import { openStudy, type OpenStudy } from '../../../engine/studies/openStudy.js';
import { samplers } from '../../../engine/studies/samplers.js';
import { parametersOf, sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { followTrial, reportsAfter, runTrial, type TrialWork } from '../../../engine/studies/trialRun.js';
import { spaceOf } from '../../../engine/sweep/parameters.js';
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
  const valuesOf = (space: object, after = -1, of = trial) =>
    reportsAfter(run.state, after, config(space), of).map(({ epoch, values }) => [epoch, values[0]]);

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

  it('is divided by the chosen λ, or by that of a training in which the choice does not occur', () => {
    const space = { lambdaL1: { choices: [50, 200] } };
    const chosen = { ...trial, params: new Map([['lambdaL1', 1]]) };
    assert.deepEqual(valuesOf(space, 0, chosen), [[2, 0.025]]);
    assert.deepEqual(valuesOf(space, 0, { ...trial, params: new Map() }), [[2, 0.05]]);
  });
});

describe('a trial that is followed', () => {
  const before = config({ lrG: { low: 1e-4, high: 1 }, norm: { choices: ['batch', 'instance'] } });
  let folder: string;
  let study: OpenStudy;
  let trial: StoredTrial;
  const work = (change: Partial<TrialWork> = {}): TrialWork => ({
    ...{ folder, study, config: before, parameters: parametersOf(before), note: () => undefined },
    ...{ pruner: () => ({ prune: false }), control: followControl(folder, () => undefined) },
    ...change,
  });
  const orders: string[] = [];
  const run = (read: FollowedRun['read']): FollowedRun => ({
    ...{ read, hasCheckpoint: () => Promise.resolve(false), forget: () => Promise.resolve() },
    send: ({ command }) => Promise.resolve(void orders.push(command)),
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-trial-'));
    const journal = join(folder, 'journal.log');
    study = await openStudy({ journal, name: 's', directions: ['minimize'], workerId: 'deepliif-a' });
    trial = await study.ask();
    const sampler = samplers.named('random').open({ seed: 1 }, spaceOf(parametersOf(before)));
    await study.suggest(trial, sampler, parametersOf(before));
    orders.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps its values after one of its parameters has left the space', async () => {
    const after = config({ lrG: { low: 1e-4, high: 1 } });
    const { state } = reduceRun();
    let options: Readonly<Record<string, unknown>> = {};
    const queue: TrialQueue = {
      follow: (_, given) => {
        options = given;
        return Promise.resolve(run(() => Promise.resolve({ state, isAlive: false, takesCommands: false })));
      },
    };
    await runTrial(trial, trial.params, work({ config: after, parameters: parametersOf(after), queue }));
    assert.match(String(options.norm), /^(batch|instance)$/);
  });

  it('fails if its run cannot be read, and its training stops', async () => {
    await followTrial(
      trial,
      run(() => Promise.reject(new Error('The disk is broken.'))),
      work(),
    );
    const { state, userAttrs } = study.state.trials[0]!;
    assert.deepEqual([state, userAttrs.reason, orders], ['failed', 'The disk is broken.', ['stop']]);
  });
});
