import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_FILE, NO_CONTROL, readControl } from '../../../engine/reading/controlFile.js';
import { changeControl, followControl } from '../../../engine/studies/controlSweep.js';

describe('the control of a sweep', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-control-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (text: string) => writeFileSync(join(folder, CONTROL_FILE), text);

  it('says "working" until somebody steers it', async () => {
    assert.deepEqual(await readControl(folder), { control: NO_CONTROL });
    await changeControl(folder, (control) => ({ ...control, phase: 'paused' }));
    await changeControl(folder, (control) => ({ ...control, workers: 3 }));
    assert.deepEqual((await readControl(folder)).control, {
      ...{ schemaVersion: 1, phase: 'paused', workers: 3, stopTrials: [] },
    });
  });

  it('keeps changes that come at the same time', async () => {
    await Promise.all(
      [1, 2, 3, 4, 5].map((trial) =>
        changeControl(folder, (control) => ({ ...control, stopTrials: [...control.stopTrials, trial] })),
      ),
    );
    assert.deepEqual([...(await readControl(folder)).control.stopTrials].sort(), [1, 2, 3, 4, 5]);
  });

  for (const [what, text] of [
    ['half a file', '{"schemaVersion": 1,'],
    ['a phase that is none', '{"schemaVersion":1,"phase":"sleeping","workers":1,"stopTrials":[]}'],
    ['too many workers', '{"schemaVersion":1,"phase":"paused","workers":65,"stopTrials":[]}'],
    ['a huge file', `{"schemaVersion":1,"stopTrials":[${'1,'.repeat(200_000)}1]}`],
  ] as const)
    it(`is reported and ignored if it is ${what}`, async () => {
      write(text);
      const { control, problem } = await readControl(folder);
      assert.deepEqual(control, NO_CONTROL);
      assert.match(problem!, /control\.json.*Steer the sweep again/);
    });

  it('is read again when it has changed, and a broken one is noted once', async () => {
    const notes: string[] = [];
    const control = followControl(folder, (line) => notes.push(line), 0);
    assert.equal((await control.look()).phase, 'working');
    await changeControl(folder, (now) => ({ ...now, phase: 'draining' }));
    assert.equal((await control.look()).phase, 'draining');
    write('{');
    for (let i = 0; i < 3; i++) assert.equal((await control.look()).phase, 'working');
    assert.equal(notes.length, 1);
  });
});
