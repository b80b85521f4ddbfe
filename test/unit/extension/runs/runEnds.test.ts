import assert from 'node:assert/strict';
import type { ListedRun } from '../../../../engine/reading/listRuns.js';
import type { EndedEvent, RunEvent } from '../../../../engine/runlog/runEvents.js';
import { reduceRun, runStatus } from '../../../../engine/runlog/runState.js';
import { createRunEnds } from '../../../../extension/runs/runEnds.js';
import { runEndText } from '../../../../extension/runs/runEndText.js';
import { runDescription, runLines } from '../../../../extension/runs/runText.js';
import { at, started, step, validation } from '../../reading/writtenRun.js';

const end = (why: EndedEvent['why'], message?: string): EndedEvent => ({
  ...{ type: 'ended', time: at(7500), step: 12, why },
  ...(message === undefined ? {} : { message }),
});

function run(events: readonly RunEvent[], presence: 'alive' | 'gone' = 'gone', name = 'a'): ListedRun {
  const reduction = reduceRun();
  for (const event of [started, ...events]) reduction.add(event);
  const { state } = reduction;
  return {
    ...{
      folder: `/runs/${name}`,
      name,
      kind: 'run',
      state,
      problems: [],
      asked: {},
      madeAtMs: 0,
      version: '',
    },
    ...{ status: runStatus(state, presence), live: presence === 'alive' && !state.ended },
    process: { is: 'none' },
    notes: { note: '', tags: [] },
  };
}

const LATER = Date.parse(at(9000));
const training = run([step(12)], 'alive');
const done = run([step(12), validation(12, 0.81), end('done')]);
const names = (runs: readonly ListedRun[]) => runs.map(({ name }) => name);

describe('the end of a run', () => {
  it('is told once if the run was seen training', () => {
    const ends = createRunEnds([], LATER);
    assert.deepEqual(names(ends.ended([training])), []);
    assert.deepEqual(ends.live, ['/runs/a'], 'remembered for the next window');
    assert.deepEqual(names(ends.ended([done])), ['a']);
    assert.deepEqual(names(ends.ended([done])), []);
    assert.deepEqual(ends.live, []);
  });

  it('is told once if it came while the window was closed', () => {
    assert.deepEqual(names(createRunEnds(['/runs/a'], LATER).ended([done])), ['a']);
  });

  it('is told of a run that began and ended between two readings, and not of one of yesterday', () => {
    assert.deepEqual(names(createRunEnds([], Date.parse(at(0))).ended([done])), ['a']);
    assert.deepEqual(names(createRunEnds([], LATER).ended([done])), []);
  });

  it('is told of a process that died, once a second reading confirms it', () => {
    const ends = createRunEnds([], LATER);
    const dead = run([step(12)]);
    ends.ended([training]);
    assert.deepEqual(names(ends.ended([dead])), []);
    assert.ok(ends.isUnsure);
    assert.deepEqual(names(ends.ended([dead])), ['a']);
    assert.ok(!ends.isUnsure);
    ends.ended([training]);
    ends.ended([dead]);
    assert.deepEqual(names(ends.ended([done])), ['a'], 'its last event was late');
  });

  it('is one sentence', () => {
    assert.equal(runEndText(done), 'Run a is done: Dice 0.81, 2 h 5 min');
    const failed = run([step(12), end('failed', 'out of memory')]);
    assert.equal(runEndText(failed), 'Run a failed at step 12: out of memory');
    assert.equal(runEndText(run([step(12), end('stopped')])), 'Run a stopped at step 12.');
    const pruned = run([step(12), end('stopped', 'Pruned: no better than the median.')]);
    assert.equal(runEndText(pruned), 'Run a stopped at step 12: Pruned: no better than the median.');
    assert.match(runEndText(run([step(12)])), /process of run a died after step 12\. Resume/);
  });

  it('says in the list why the run failed', () => {
    const failed = run([step(12), end('failed', 'out of memory')]);
    assert.equal(runDescription(failed), 'failed: out of memory · step 12');
    assert.ok(runLines(failed).includes('Failed at step 12: out of memory'));
    assert.match(runDescription(done), /^done · .*Dice 0\.81$/);
  });
});
