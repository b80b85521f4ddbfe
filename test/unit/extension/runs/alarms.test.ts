import assert from 'node:assert/strict';
import { reduceRun } from '../../../../engine/runlog/runState.js';
import { newAlarms } from '../../../../extension/runs/alarms.js';
import { at, started, step } from '../../reading/writtenRun.js';

describe('alarms of a run', () => {
  const alarm = (n: number, kind: 'divergence' | 'mode-collapse') =>
    ({ type: 'alarm', time: at(n), step: n, kind, message: `${kind} ${n}` }) as const;
  const stateAfter = (...alarms: readonly ReturnType<typeof alarm>[]) => {
    const run = reduceRun();
    for (const event of [started, step(1), ...alarms]) run.add(event);
    return { state: run.state };
  };
  const texts = (...args: Parameters<typeof newAlarms>) => newAlarms(...args).map(({ message }) => message);

  it('are told once, and those of yesterday not at all', () => {
    const first = stateAfter(alarm(1, 'divergence'));
    const since = Date.parse(at(0));
    assert.deepEqual(texts(first, undefined, Date.parse(at(2))), []);
    assert.deepEqual(texts(first, undefined, since), ['divergence 1']);
    const second = stateAfter(
      alarm(1, 'divergence'),
      alarm(3, 'mode-collapse'),
      alarm(4, 'mode-collapse'),
      alarm(4, 'divergence'),
    );
    assert.deepEqual(texts(second, first, since), ['mode-collapse 3', 'divergence 4']);
    assert.deepEqual(texts(second, second, since), []);
  });
});
