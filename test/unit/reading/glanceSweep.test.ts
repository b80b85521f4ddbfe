import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listSweeps, readListedSweep } from '../../../engine/reading/glanceSweep.js';
import { changeControl } from '../../../engine/studies/controlSweep.js';
import { openSweep } from '../../../engine/studies/steerSweep.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { createSweep } from '../../../engine/studies/sweepFolder.js';

describe('a sweep at a glance', () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-glance-'));
    const space = { lrG: { low: 1e-4, high: 1e-2 } };
    folder = await createSweep(sweepConfig({ name: 's', trials: 9, space }, 's', root), root, new Date(0));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('has counts, the best trial, runs, phase and end', async () => {
    const { study } = await openSweep(folder);
    for (const value of [3, 1, 2]) {
      const trial = await study.ask();
      await study.setUserAttrs(trial, { run: `runs/trial-${value}` });
      await study.tell(trial, 'complete', [value]);
    }
    await study.setUserAttrs(await study.ask(), { run: '../../etc' });
    await changeControl(folder, (control) => ({ ...control, phase: 'paused', workers: 2 }));
    const sweep = (await readListedSweep(folder))!;
    assert.deepEqual(
      [sweep.title, sweep.status, sweep.live, sweep.phase, sweep.workers, sweep.trials],
      ['s', 'stopped', false, 'paused', 2, 9],
    );
    assert.deepEqual(sweep.counts, { running: 1, complete: 3, pruned: 0, failed: 0, waiting: 0 });
    assert.deepEqual(sweep.best, { trial: 1, value: 1 });
    assert.deepEqual(
      sweep.runs.map(({ folder }) => folder),
      [3, 1, 2].map((value) => join(folder, 'runs', `trial-${value}`)),
    );
    await study.setStudyAttrs({ ended: 'Enough.', ended_at: '2026-11-30T10:00:00.000Z' });
    const [again] = await listSweeps([root], new Map([[folder, sweep]]));
    assert.deepEqual([again!.status, again!.ended!.reason], ['ended', 'Enough.']);
    assert.equal(again!.journal, sweep.journal, 'the journal is read on');
  });

  it('says what is wrong with a broken record, and is no other folder', async () => {
    writeFileSync(join(folder, 'sweep.json'), '{');
    assert.match((await readListedSweep(folder))!.problem!, /sweep\.json/);
    assert.equal(await readListedSweep(root), undefined);
  });
});
