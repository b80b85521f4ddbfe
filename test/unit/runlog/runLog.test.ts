// The lines of events.jsonl become the state of a run, however they arrive and whatever is wrong with one of them.

import assert from 'node:assert/strict';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { readRunLog } from '../../../engine/runlog/runLog.js';
import { lastEpoch, plannedSteps, runStatus, timeLeftMs } from '../../../engine/runlog/runState.js';
import { columnOf } from '../../../engine/runlog/runTable.js';
import { runProcess } from '../../../engine/runlog/runShapes.js';

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

describe('the log of a run', () => {
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

  it('is the same however the text is cut', () => {
    const text = lines(started, ...Array.from({ length: 300 }, (_, i) => step(i + 1, 1 / (i + 1))));
    const whole = readRunLog();
    whole.push(text);
    for (const size of [1, 7, 1000]) {
      const log = readRunLog();
      for (let i = 0; i < text.length; i += size) log.push(text.slice(i, i + size));
      assert.deepEqual(log.state, whole.state);
    }
  });

  it('waits for the rest of its last line', () => {
    const log = readRunLog();
    const text = lines(started, step(1, 0.5));
    log.push(text.slice(0, -5));
    assert.deepEqual([log.state.steps.count, log.problems.length, log.lines], [0, 0, 1]);
    log.push(text.slice(-5));
    assert.equal(log.state.steps.count, 1);
  });

  it('goes on after a bad line, and says which it was', () => {
    const log = readRunLog();
    log.push(lines(started) + '{"type":"step"\n' + lines({ ...step(2, 1), losses: 3 }, step(3, 1)));
    assert.equal(log.state.steps.count, 1);
    assert.deepEqual(
      log.problems.map(({ line }) => line),
      [2, 3],
    );
    assert.match(log.problems[0]!.message, /^line 2 is not JSON/);
    assert.match(log.problems[1]!.message, /^line 3\.losses: an object expected, not 3/);
  });

  for (const [what, wrong] of [
    ['a negative step', { step: -1 }],
    ['a step beyond what a number holds', { step: 2 ** 60 }],
    ['a time that is none', { time: 'yesterday' }],
    ['a loss of text', { losses: { a: 'x' } }],
    ['too many losses', { losses: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [i, 1])) }],
    ['losses in a list', { losses: [1] }],
    ['no memory', { memoryMiB: undefined }],
  ] as const)
    it(`passes over a step with ${what}`, () => {
      const log = readRunLog();
      log.push(lines(started, { ...step(1, 1), ...wrong }));
      assert.deepEqual([log.state.steps.count, log.problems.length], [0, 1]);
    });

  it('passes over events of later versions without a complaint', () => {
    const log = readRunLog();
    log.push(lines(started, { type: 'weather', time: at(1), step: 1 }, step(1, 1)));
    assert.deepEqual([log.state.steps.count, log.problems.length], [1, 0]);
  });

  for (const file of ['../secret.png', '/etc/passwd', 'a/../../b', 'c:\\x', 'a\\b', '', '.', 'a/./b'])
    it(`refuses a sample at ${JSON.stringify(file)}`, () => {
      const log = readRunLog();
      const pictures = [{ tile: 'Bladder1', image: 'dapi', role: 'generated', file }];
      log.push(lines({ type: 'samples', time: at(1), step: 1, epoch: 1, folder: 'samples/1', pictures }));
      assert.equal(log.state.samples.length, 0);
      assert.match(log.problems[0]!.message, /file: a path below the folder of the run/);
    });

  it('cannot be brought to change what objects are', () => {
    const log = readRunLog();
    const evil = JSON.stringify(step(1, 1)).replace('"dapi/l1"', '"__proto__"');
    log.push(lines(started) + `${evil}\n`);
    assert.deepEqual([...columnOf(log.state.steps, '__proto__')!], [1]);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('forgets steps that are taken again after going back to a checkpoint', () => {
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
    assert.equal(timeLeftMs(log.state), 8 * 2000); // of 1000, 1000, 2000 and 90,000 the upper median
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

describe('process.json of a run', () => {
  const process = { schemaVersion: 1, pid: 7, host: 'bench', socket: '/tmp/x.sock', started: at(0) };
  it('is read with its fields', () => assert.deepEqual(runProcess(process, 'process.json'), process));
  for (const wrong of [{ pid: 0 }, { socket: '' }, { schemaVersion: 2 }, { started: 'now' }])
    it(`is refused with ${JSON.stringify(wrong)}`, () =>
      assert.throws(() => runProcess({ ...process, ...wrong }, 'process.json'), /^ShapeError/));
});
