// Workers of a machine on sweeps whose trials fail at once, because their training has no data.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processOfSweep } from '../../../engine/reading/cardOfSweep.js';
import { endOfStudy } from '../../../engine/reading/endOfStudy.js';
import type { SweepPhase } from '../../../engine/protocol/sweeps.js';
import { reduceRun } from '../../../engine/runlog/runState.js';
import { changeSweep } from '../../../engine/studies/changeSweep.js';
import { changeControl } from '../../../engine/studies/controlSweep.js';
import type { TrialQueue } from '../../../engine/studies/followedRun.js';
import { isOrphan } from '../../../engine/studies/leases.js';
import { requireNoProcess, resumeSweep } from '../../../engine/studies/startSweep.js';
import { openSweep, stopTrial } from '../../../engine/studies/steerSweep.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { createSweep } from '../../../engine/studies/sweepFolder.js';
import { workAsMachine } from '../../../engine/studies/sweepWorkers.js';
import { DRAINED } from '../../../engine/studies/worker.js';

/** Reads of a trial, half a second apart, after which it waits no longer. */
const MOST_READS = 20;

const config = (change: object = {}) =>
  sweepConfig({ name: 's', seed: 1, space: { lrG: { low: 1e-4, high: 1e-2 } }, ...change }, 's.json', '/');

describe('the process of a machine that works on a sweep', () => {
  let root: string;
  let folder: string;
  const notes: string[] = [];
  const watch = { note: (line: string) => void notes.push(line) };
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-workers-'));
    folder = await createSweep(config({ trials: 6 }), root, new Date(0));
    notes.length = 0;
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const study = async () => (await openSweep(folder)).study.state;

  it('works alone on its machine, with several workers, until the sweep ends', async () => {
    await changeControl(folder, (control) => ({ ...control, workers: 3 }));
    const begun = async () => {
      assert.equal((await processOfSweep(folder)).is, 'alive');
      await assert.rejects(workAsMachine(folder, watch), /works on .* already/);
    };
    assert.equal(await workAsMachine(folder, { ...watch, begun }), 'It has tried 6 trials, as asked.');
    const { trials } = await study();
    assert.deepEqual([trials.length, trials.every(({ state }) => state === 'failed')], [6, true]);
    assert.match(String(trials[0]!.userAttrs.reason), /data folder/);
    assert.equal((await processOfSweep(folder)).is, 'none');
  });

  it('leaves the reason of the end with the study, until the sweep goes on', async () => {
    await workAsMachine(folder, watch);
    assert.equal(endOfStudy(await study())?.reason, 'It has tried 6 trials, as asked.');
    await changeSweep(folder, (await openSweep(folder)).study, config({ trials: 8 }), 's.json');
    const ended = await workAsMachine(folder, watch);
    assert.equal(ended, 'It has tried 8 trials, as asked.');
    assert.equal(endOfStudy(await study())?.reason, ended);
    assert.equal((await study()).trials.length, 8);
  });

  it('ends without a trial while the sweep is drained, and goes on when it is resumed', async () => {
    await changeControl(folder, (control) => ({ ...control, phase: 'draining' }));
    assert.equal(await workAsMachine(folder, watch), DRAINED);
    assert.deepEqual([(await study()).trials.length, endOfStudy(await study())], [0, undefined]);
    await resumeSweep(folder, 2);
    assert.match(await workAsMachine(folder, watch), /tried 6 trials/);
  });

  it('begins trials again when it is continued while the last one trains', async () => {
    await changeControl(folder, (control) => ({ ...control, workers: 2 }));
    const phase = (phase: SweepPhase) => changeControl(folder, (control) => ({ ...control, phase }));
    const begun: number[] = [];
    const reads = [0, 0];
    let isContinued = false;
    /** Trial 1 drains the sweep and ends once all have seen that; trial 0 then continues it, and waits for trial 2. */
    const isAlive = async (number: number) => {
      if (number === 1 && reads[1] === 0) await phase('draining');
      if (number === 1) return ++reads[1]! < 4;
      if (number > 1) return false;
      if (isContinued) return begun.length === 2 && ++reads[0]! < MOST_READS;
      isContinued = (await study()).trials[1]?.state === 'failed' && (await isOrphan(folder, 1));
      if (isContinued) await phase('working');
      return true;
    };
    const { state } = reduceRun();
    const queue: TrialQueue = {
      follow: ({ number }) => {
        begun.push(number);
        return Promise.resolve({
          read: async () => ({ state, isAlive: await isAlive(number), takesCommands: true }),
          hasCheckpoint: () => Promise.resolve(false),
          send: () => Promise.resolve(),
          forget: () => Promise.resolve(),
        });
      },
    };
    assert.match(await workAsMachine(folder, { ...watch, queue }), /tried 6 trials/);
    assert.ok(reads[0]! < MOST_READS, 'a third trial began while the first one trained');
  });

  it('refuses another queue while it works', async () => {
    await requireNoProcess(folder);
    const begun = () => assert.rejects(requireNoProcess(folder), /Drain it first .* --queue/);
    await workAsMachine(folder, { ...watch, begun });
  });

  it('begins no trial while the sweep is paused', async () => {
    await changeControl(folder, (control) => ({ ...control, phase: 'paused' }));
    const work = workAsMachine(folder, {
      ...watch,
      begun: async () => {
        setImmediate(() => void changeControl(folder, (control) => ({ ...control, phase: 'working' })));
        await Promise.resolve();
      },
    });
    assert.match(await work, /tried 6 trials/);
  });

  it('has no trial to stop that does not run', async () => {
    await assert.rejects(stopTrial(await openSweep(folder), 0), /no trial 0; it has none yet/);
    await workAsMachine(folder, watch);
    await assert.rejects(stopTrial(await openSweep(folder), 0), /Trial 0 is failed; only a running trial/);
  });
});
