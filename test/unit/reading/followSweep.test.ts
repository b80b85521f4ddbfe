import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineError } from '../../../engine/protocol/errors.js';
import { followSweep, isSweepFolder } from '../../../engine/reading/followSweep.js';
import { leaseFile } from '../../../engine/reading/sweepLease.js';
import {
  createStudyLine,
  createTrialLine,
  endLine,
  intermediateLine,
} from '../../../engine/sweep/journalLines.js';

const AT = '2026-11-30T06:00:00.000000+00:00';
const text = (...lines: readonly ((worker: string) => string)[]) =>
  lines.map((line) => `${line('w')}\n`).join('');

describe('following a sweep', () => {
  let folder: string;
  const journal = () => join(folder, 'journal.log');
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-sweep-'));
    const config = {
      ...{ name: 'mine', space: { beta1: { low: 0.1, high: 0.9 } }, trials: 9 },
      ...{
        objectives: [{ metric: 'val/l1', direction: 'minimize' }],
        sampler: { kind: 'tpe', candidates: 24 },
      },
    };
    await writeFile(join(folder, 'sweep.json'), JSON.stringify({ schemaVersion: 1, config }));
    await writeFile(
      journal(),
      text(createStudyLine('mine', ['minimize']), createTrialLine(0, AT), createTrialLine(0, AT)),
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('gives all trials at first, then those that changed', async () => {
    const follower = followSweep(folder);
    const first = await follower.read();
    assert.deepEqual([first.isAnew, first.changed.length, first.record?.trials], [true, 2, 9]);
    await appendFile(journal(), text(intermediateLine(1, 3, 0.5)));
    const second = await follower.read();
    assert.deepEqual([second.isAnew, second.changed.map(({ number }) => number)], [false, [1]]);
    await mkdir(join(folder, 'leases'));
    await writeFile(leaseFile(folder, 0), JSON.stringify({ worker: 'w', host: 'gpu-1', pid: 7 }));
    const third = await follower.read();
    assert.deepEqual(
      third.changed.map(({ number }) => number),
      [0],
    );
    assert.equal(third.leases.get(0)?.host, 'gpu-1');
    assert.deepEqual((await follower.read()).changed, []);
  });

  it('chooses a study of a bare journal by its name, and reports damaged lines', async () => {
    const file = join(folder, 'optuna.log');
    await writeFile(
      file,
      text(createStudyLine('a', ['minimize']), createStudyLine('b', ['maximize']), createTrialLine(1, AT)) +
        '{no JSON\n',
    );
    const follower = followSweep(file);
    const first = await follower.read();
    assert.deepEqual(
      [first.studies, first.study?.name, first.record, first.problems.length],
      [['a', 'b'], 'a', undefined, 1],
    );
    const other = await follower.read('b');
    assert.deepEqual([other.study?.name, other.isAnew, other.changed.length], ['b', true, 1]);
    await appendFile(file, text(endLine(0, 'complete', [1], { startedAt: AT, endedAt: AT })));
    assert.equal((await follower.read('b')).changed[0]?.state, 'complete');
  });

  it('refuses a folder that is no sweep, with what to do', async () => {
    await mkdir(join(folder, 'other'));
    await assert.rejects(isSweepFolder(join(folder, 'other')), (error: EngineError) => {
      assert.match(error.message, /is no sweep: expected a folder with sweep\.json.*Choose another one\./);
      return true;
    });
  });
});
