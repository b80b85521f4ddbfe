import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countWorkers } from '../../../engine/queues/sweepWithQueue.js';
import { readControl } from '../../../engine/reading/controlFile.js';
import { changeControl } from '../../../engine/studies/controlSweep.js';

describe('the number of trials of a sweep with a queue', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-places-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('follows the connected workers until a person has said how many', async () => {
    let places = 3;
    const jobs = { places: () => Promise.resolve(places) };
    const count = countWorkers(jobs, { shown: 'redis://server' }, folder, true, () => undefined);
    const counted = async (now: number) => {
      places = now;
      await count();
      return (await readControl(folder)).control.workers;
    };
    assert.deepEqual([await counted(3), await counted(4)], [3, 4]);
    await changeControl(folder, (control) => ({ ...control, workers: 2 }));
    assert.deepEqual([await counted(5), await counted(6)], [2, 2]);
  });
});
