// The events of a run become its state.

import assert from 'node:assert/strict';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { readRunLog } from '../../../engine/runlog/runLog.js';
import { lastEpoch, plannedSteps, runStatus, timeLeftMs } from '../../../engine/runlog/runState.js';
import { columnOf } from '../../../engine/runlog/runTable.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 28, 10, 0, second)).toISOString();
const started: RunEvent = {
  type: 'started',
  time: at(0),
  step: 0,
  backend: 'TensorFlow.js on the CPU',
  host: 'bench',
  pid: 42,
  epochs: 3,
  stepsPerEpoch: 4,
  losses: ['dapi/l1', 'total/generators'],
  metrics: ['val/segmentation/dice'],
  images: ['dapi'],
};
const step = (n: number, l1: number | null, stepMs = 1000): RunEvent => ({
  type: 'step',
  time: at(n),
  step: n,
  epoch: 1 + Math.floor((n - 1) / 4),
  generatorRate: 2e-4,
  discriminatorRate: 1e-4,
  stepMs,
  memoryMiB: 100,
  losses: { 'dapi/l1': l1, 'total/generators': 2 * (l1 ?? 0) },
});
const lines = (...events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

describe('the state of a run', () => {
  it('is new before its first event', () => {
    const { state } = readRunLog();
    assert.equal(state.phase, 'new');
    assert.equal(runStatus(state, 'alive'), 'waiting');
    assert.equal(timeLeftMs(state), undefined);
  });

  it('becomes growing columns, one value a step', () => {
    const log = readRunLog();
    log.push(lines(started, step(1, 0.5), step(2, null), step(3, 0.25)));
    const { state } = log;
    assert.deepEqual([...state.steps.step.subarray(0, 3)], [1, 2, 3]);
    assert.deepEqual([...columnOf(state.steps, 'dapi/l1')!], [0.5, NaN, 0.25]);
    assert.deepEqual([...columnOf(state.steps, 'rate/discriminators')!], [1e-4, 1e-4, 1e-4]);
    assert.equal(state.steps.timeMs[2], Date.UTC(2026, 10, 28, 10, 0, 3));
    assert.equal(state.epoch, 1);
  });

  it('drops steps that a resumed run repeats after its checkpoint', () => {
    const log = readRunLog();
    const alarm = (n: number) => ({
      type: 'alarm',
      time: at(n),
      step: n,
      kind: 'divergence',
      message: `at ${n}`,
    });
    log.push(lines(started, step(1, 5), alarm(1), step(2, 6), step(3, 7), alarm(3)));
    log.push(lines({ ...started, step: 1, time: at(30) }, step(2, 8), alarm(2)));
    const { state } = log;
    assert.deepEqual([...columnOf(state.steps, 'dapi/l1')!], [5, 8]);
    assert.deepEqual(
      state.alarms.map(({ step: n }) => n),
      [1, 2],
    );
    assert.equal(state.starts, 2);
    assert.equal(state.startedMs, Date.parse(at(0)));
  });

  it('knows what a run does from what it said and from its process', () => {
    const log = readRunLog();
    const status = () => [
      runStatus(log.state, 'alive'),
      runStatus(log.state, 'gone'),
      runStatus(log.state, 'elsewhere'),
    ];
    log.push(lines(started, step(1, 1)));
    assert.deepEqual(status(), ['running', 'dead', 'elsewhere']);
    log.push(lines({ type: 'paused', time: at(2), step: 1 }));
    assert.deepEqual(status(), ['paused', 'dead', 'elsewhere']);
    log.push(lines({ type: 'continued', time: at(3), step: 1 }));
    assert.deepEqual(status(), ['running', 'dead', 'elsewhere']);
    log.push(lines({ type: 'ended', time: at(4), step: 1, why: 'failed', message: 'disk full' }));
    assert.deepEqual(status(), ['failed', 'failed', 'failed']);
    log.push(lines({ ...started, step: 1 }));
    assert.deepEqual(status(), ['running', 'dead', 'elsewhere']);
  });

  it('says how long it will take by the median of its last steps', () => {
    const log = readRunLog();
    log.push(lines(started, step(1, 1, 90_000), step(2, 1), step(3, 1), step(4, 1, 2000)));
    assert.equal(plannedSteps(log.state), 12);
    assert.equal(timeLeftMs(log.state), 8 * 2000); // upper median of 1000, 1000, 2000 and 90,000
    log.push(lines(step(12, 1)));
    assert.equal(timeLeftMs(log.state), undefined);
  });

  it('says with which epoch it ends, whatever the number of its first', () => {
    assert.equal(lastEpoch(readRunLog().state), undefined);
    for (const first of [0, 1, 100])
      for (const n of [1, 3, 4, 5, 8, 12]) {
        const log = readRunLog();
        log.push(lines(started, { ...step(n, 1), epoch: first + Math.floor((n - 1) / 4) }));
        assert.equal(lastEpoch(log.state), first + 2, `after step ${n} of 3 epochs of 4`);
      }
  });

  it('keeps validations apart from steps', () => {
    const log = readRunLog();
    const metrics = { 'val/segmentation/dice': 0.5, 'val/dapi/ssim': null };
    log.push(lines(started, step(4, 1), { type: 'validation', time: at(5), step: 4, epoch: 1, metrics }));
    assert.deepEqual([...columnOf(log.state.validations, 'val/segmentation/dice')!], [0.5]);
    assert.deepEqual([...columnOf(log.state.validations, 'val/dapi/ssim')!], [NaN]);
    assert.equal(log.state.steps.columns.has('val/segmentation/dice'), false);
  });
});
