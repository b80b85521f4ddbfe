import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSweepLog } from '../../../engine/studies/sweepLog.js';

describe('the log of a sweep', () => {
  it('has a line for each note, and stays small', () => {
    const folder = mkdtempSync(join(tmpdir(), 'deepliif-log-'));
    const note = openSweepLog(folder, 2000);
    for (let i = 0; i < 200; i++) note(`trial ${i}\nbegins`);
    const [now, before] = ['sweep.log', 'sweep.log.1'].map((name) => join(folder, name));
    assert.ok(statSync(now!).size + statSync(before!).size < 5000);
    assert.match(readFileSync(now!, 'utf8'), /^\S+ \S+ trial \d+ begins\n/);
    rmSync(folder, { recursive: true });
  });
});
