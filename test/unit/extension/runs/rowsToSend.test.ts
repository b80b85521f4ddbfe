// Rows of a run go to the page once, and are put together again there.

import assert from 'node:assert/strict';
import { reduceRun } from '../../../../engine/runlog/runState.js';
import { NOTHING_SENT, rowsToSend } from '../../../../extension/runs/rowsToSend.js';
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
