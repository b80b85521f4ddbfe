import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepOutput, type SweepOutput } from '../../../../engine/protocol/outputs.js';
import {
  createStudyLine,
  createTrialLine,
  endLine,
  studyUserAttrLine,
} from '../../../../engine/sweep/journalLines.js';
import { followOutput } from '../../../../extension/notebook/followOutput.js';
import { openSweepOutput } from '../../../../extension/notebook/sweepOutputNow.js';

const AT = '2026-11-30T06:00:00.000000+00:00';
const INTERVAL_MS = 5;
type Line = (worker: string) => string;
const text = (...lines: readonly Line[]) => lines.map((line) => `${line('w')}\n`).join('');
const ended = (trial: number, value: number) =>
  endLine(trial, 'complete', [value], { startedAt: AT, endedAt: AT });

describe('the live output of a sweep', () => {
  let folder: string;
  const write = (...lines: readonly Line[]) => appendFile(join(folder, 'journal.log'), text(...lines));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-live-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const follow = async (place: string, onSent: (count: number) => Promise<void>, silentLooks?: number) => {
    const sent: SweepOutput[] = [];
    const follower = followOutput(
      () => openSweepOutput(place, { path: 'sweeps/a' }, silentLooks),
      async (now) => {
        sent.push(sweepOutput(JSON.parse(JSON.stringify(now)), 'output'));
        await onSent(sent.length);
        return true;
      },
      INTERVAL_MS,
    );
    await follower.ended;
    return sent;
  };

  it('grows with each trial, and ends with the sweep', async () => {
    const config = {
      ...{ name: 'mine', space: { beta1: { low: 0.1, high: 0.9 } }, trials: 2 },
      objectives: [{ metric: 'val/l1', direction: 'minimize' }],
    };
    await writeFile(join(folder, 'sweep.json'), JSON.stringify({ schemaVersion: 1, config }));
    const sent = await follow(folder, async (count) => {
      if (count === 1) await write(createStudyLine('mine', ['minimize']), createTrialLine(0, AT));
      if (count === 2) await write(ended(0, 3), createTrialLine(0, AT), ended(1, 2));
      if (count === 3)
        await write(
          studyUserAttrLine(0, { ended: 'It has tried 2 trials, as asked.' }),
          createTrialLine(0, AT),
        );
    });
    assert.deepEqual(
      sent.map(({ name, counts, top }) => [name, counts, top[0]?.number]),
      [
        ['mine', {}, undefined],
        ['mine', { running: 1 }, undefined],
        ['mine', { complete: 2 }, 1],
        ['mine', { complete: 2, running: 1 }, 1],
      ],
    );
    assert.deepEqual(sent.at(-1)!.history, [
      [0, 3, 3],
      [1, 2, 2],
    ]);
  });

  it('shows the last study of a journal of Optuna, and ends once nothing was written for long', async () => {
    await write(
      createStudyLine('a', ['minimize']),
      createStudyLine('b', ['maximize']),
      createTrialLine(1, AT),
    );
    const sent = await follow(join(folder, 'journal.log'), () => Promise.resolve(), 2);
    assert.deepEqual(
      sent.map(({ name, counts }) => [name, counts]),
      [['b', { running: 1 }]],
    );
  });
});
