// What goes to the dashboard's page, what may come from it, and what users type and get.

import assert from 'node:assert/strict';
import { reduceRun } from '../../../../engine/runlog/runState.js';
import { curvesCsv } from '../../../../extension/runs/curvesCsv.js';
import { readTrainingIntent, savedRuns } from '../../../../extension/runs/dashboardIntents.js';
import { readRates } from '../../../../extension/runs/rateText.js';
import { NOTHING_SENT, rowsToSend } from '../../../../extension/runs/rowsToSend.js';
import { sortedJson } from '../../../../extension/runs/sortedJson.js';
import { CurveStore } from '../../../../webview/training/curveStore.js';

const time = '2026-11-28T10:00:00.000Z';
const rest = { time, epoch: 1, generatorRate: 2e-4, discriminatorRate: 1e-4, stepMs: 500, memoryMiB: 9 };

function runOf(...losses: readonly (readonly [step: number, loss: number | null])[]) {
  const run = reduceRun();
  for (const [step, loss] of losses) run.add({ type: 'step', ...rest, step, losses: { 'a,b': loss } });
  return run;
}

describe('rows for the dashboard', () => {
  it('are sent once, and put together again on the page', () => {
    const run = runOf([1, 5], [2, null]);
    const store = new CurveStore();
    const { messages, sent } = rowsToSend('r', 'steps', run.state.steps, NOTHING_SENT);
    messages.forEach((message) => store.receive(message));
    assert.deepEqual(rowsToSend('r', 'steps', run.state.steps, sent).messages, []);
    run.add({ type: 'step', ...rest, step: 3, losses: { 'a,b': 7, new: 1 } });
    const next = rowsToSend('r', 'steps', run.state.steps, sent);
    assert.deepEqual([...next.messages[0]!.step], [3]);
    next.messages.forEach((message) => store.receive(message));
    const axis = { kind: 'step' as const, stepsPerEpoch: 0, startedMs: 0 };
    const values = (name: string) => {
      const { y, count } = store.curve('r', 'steps', name, axis, 0)!.raw;
      return [...y.subarray(0, count)];
    };
    assert.deepEqual(values('a,b'), [5, NaN, 7]);
    assert.deepEqual(values('new'), [NaN, NaN, 1]);
    assert.deepEqual(values('speed/steps per second'), [2, 2, 2]);
  });

  it('begin anew after the run has gone back', () => {
    const run = runOf([1, 5], [2, 6], [3, 7]);
    const { sent } = rowsToSend('r', 'steps', run.state.steps, NOTHING_SENT);
    for (const step of [2, 3]) run.add({ type: 'step', ...rest, step, losses: { 'a,b': 0 } });
    // The same number of rows, and other values: a run that goes back writes its file anew, and is read anew.
    const again = runOf([1, 5], [4, 0], [5, 0]);
    const { messages } = rowsToSend('r', 'steps', again.state.steps, sent);
    assert.equal(messages[0]!.from, 0);
    assert.deepEqual([...messages[0]!.step], [1, 4, 5]);
  });

  it('of a million values come in pieces, the last of which says so', () => {
    const run = reduceRun();
    const losses = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`l${i}`, i]));
    for (let step = 1; step <= 60_000; step++) run.add({ type: 'step', ...rest, step, losses });
    const { messages } = rowsToSend('r', 'steps', run.state.steps, NOTHING_SENT);
    assert.ok(messages.length > 1);
    assert.deepEqual(
      messages.map(({ complete }) => complete),
      messages.map((_, i) => i === messages.length - 1),
    );
    assert.equal(
      messages.reduce((sum, { step }) => sum + step.length, 0),
      60_000,
    );
  });
});

describe('messages of the dashboard’s page', () => {
  for (const message of [
    { type: 'ready' },
    { type: 'select', runs: ['/runs/a'], turn: 1 },
    { type: 'act', run: '/runs/a', action: 'stop' },
    { type: 'compare', runs: ['/a', '/b'] },
    { type: 'save', name: 'x', format: 'png', bytes: Uint8Array.of(1) },
    { type: 'failed', message: 'x', show: true },
  ])
    it(`may be "${message.type}"`, () => assert.deepEqual(readTrainingIntent(message), message));

  for (const message of [
    { type: 'delete', run: '/runs/a' },
    { type: '__proto__' },
    { type: 'act', run: '/runs/a', action: 'delete' },
    { type: 'act', run: '', action: 'stop' },
    { type: 'select', runs: Array.from({ length: 21 }, () => '/a'), turn: 1 },
    { type: 'select', runs: ['/a'], turn: 0 },
    { type: 'compare', runs: ['/a', '/b', '/c'] },
    { type: 'save', name: 'x', format: 'exe', bytes: Uint8Array.of(1) },
    { type: 'save', name: 'x', format: 'png', bytes: 'text' },
    null,
  ])
    it(`are not ${JSON.stringify(message)?.slice(0, 60)}`, () =>
      assert.throws(() => readTrainingIntent(message), /^ShapeError/));

  it('leave runs in the state that was saved, each once', () => {
    assert.deepEqual(savedRuns({ selected: ['/a', '/b', '/a'], tab: 'curves' }), ['/a', '/b']);
    for (const nonsense of [undefined, null, {}, { selected: 'x' }, { selected: [3] }])
      assert.deepEqual(savedRuns(nonsense), []);
  });
});

describe('learning rates that are typed', () => {
  it('are one for all or two', () => {
    assert.deepEqual(readRates(' 2e-4 '), { generatorRate: 2e-4, discriminatorRate: 2e-4 });
    assert.deepEqual(readRates('0.0002, 1e-4'), { generatorRate: 2e-4, discriminatorRate: 1e-4 });
  });
  for (const wrong of ['', '0', '-1', 'fast', '1 2 3', '11', 'Infinity', 'NaN'])
    it(`are not ${JSON.stringify(wrong)}`, () => assert.match(readRates(wrong) as string, /^Expected/));
});

describe('files for others', () => {
  it('have every digit, and names that no table takes for a formula', () => {
    const run = runOf([1, 0.1 + 0.2], [2, null]);
    run.add({ type: 'validation', time, step: 2, epoch: 1, metrics: { '=1+1': 0.5 } });
    const rows = [...curvesCsv(run.state)].join('').split('\r\n');
    assert.match(rows[0]!, /^step,epoch,time,"a,b",.*,'=1\+1$/);
    assert.match(rows[1]!, /^1,1,2026-11-28T10:00:00\.000Z,0\.30000000000000004,/);
    assert.match(rows[2]!, /^2,1,[^,]*,,/);
    assert.match(rows[3]!, /,0\.5$/);
    assert.equal(rows.length, 5);
  });

  it('of configurations differ only where values do', () =>
    assert.equal(
      sortedJson({ b: 1, a: { d: [1, 2], c: [{ y: 1, x: null }] }, e: {} }),
      '{\n  "a": {\n    "c": [\n      {\n        "x": null,\n        "y": 1\n      }\n    ],\n    "d": [1, 2]\n  },\n  "b": 1,\n  "e": {}\n}\n',
    ));
});
