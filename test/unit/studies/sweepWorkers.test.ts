// Workers of a machine on sweeps whose trials fail at once, because their training has no data.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processOfSweep } from '../../../engine/reading/cardOfSweep.js';
import { endOfStudy } from '../../../engine/reading/endOfStudy.js';
import { changeSweep } from '../../../engine/studies/changeSweep.js';
import { changeControl } from '../../../engine/studies/controlSweep.js';
import { resumeSweep } from '../../../engine/studies/startSweep.js';
import { openSweep, stopTrial } from '../../../engine/studies/steerSweep.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { createSweep } from '../../../engine/studies/sweepFolder.js';
import { workAsMachine } from '../../../engine/studies/sweepWorkers.js';
import { DRAINED } from '../../../engine/studies/worker.js';

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
