import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listRuns } from '../../../../engine/reading/listRuns.js';
import { runsOfConfig } from '../../../../extension/runs/configRuns.js';
import { writeRun } from '../../reading/writtenRun.js';

describe('the runs of a configuration', () => {
  it('have its name, and lie in the folder that it names', async () => {
    const runs = await mkdtemp(join(tmpdir(), 'deepliif-config-'));
    await writeRun(join(runs, '2026-11-28-100000-a'), { name: 'a' });
    const listed = await listRuns([runs]);
    const of = (config: object | string) =>
      runsOfConfig(
        typeof config === 'string' ? config : JSON.stringify(config),
        join(runs, '..', 'x.deepliif-train.json'),
        listed,
      ).length;
    assert.equal(of({ name: 'a' }), 1);
    assert.equal(of({ name: 'a', out: runs }), 1);
    assert.equal(of({ name: 'a', out: '/elsewhere' }), 0);
    assert.equal(of({ name: 'b' }), 0);
    assert.equal(of({}), 0); // it would be called deepliif
    assert.equal(of('{ half'), 0);
    await rm(runs, { recursive: true });
  });
});
