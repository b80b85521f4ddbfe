// The lines of events.jsonl are read however they arrive, and whatever is wrong with one of them.

import assert from 'node:assert/strict';
import { readRunLog } from '../../../engine/runlog/runLog.js';
import { at, lines, started, step } from '../reading/writtenRun.js';

describe('the log of a run', () => {
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

  it('passes over events of later versions without a complaint', () => {
    const log = readRunLog();
    log.push(lines(started, { type: 'weather', time: at(1), step: 1 }, step(1, 1)));
    assert.deepEqual([log.state.steps.count, log.problems.length], [1, 0]);
  });
});
