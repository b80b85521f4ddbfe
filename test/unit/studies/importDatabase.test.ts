import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDatabase } from '../../../engine/studies/importDatabase.js';
import { openStudy } from '../../../engine/studies/openStudy.js';
import { optunaFixtures } from '../sweep/optunaFixtures.js';

const sample = join(optunaFixtures, 'optuna_rdb_sample.db');

describe('import of a database of Optuna', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'deepliif-import-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes a journal that goes on: the waiting trial is the next', async () => {
    const { journal, studies } = await importDatabase(sample, join(folder, 'journals'));
    assert.equal(journal, join(folder, 'journals', 'optuna_rdb_sample.log'));
    assert.deepEqual(studies, [{ name: 'deepliif-sweep', trials: 15 }]);
    const study = await openStudy({ journal, name: 'deepliif-sweep', workerId: 'deepliif-a' });
    assert.equal(study.state.trials.length, 15);
    assert.equal((await study.ask()).number, 13);
  });

  it('leaves nothing behind if it cannot be done', async () => {
    const journal = join(folder, 'a.log');
    await assert.rejects(importDatabase(sample, journal, 'other'), {
      code: 'usage',
      message: /has no study "other". It has "deepliif-sweep"/,
    });
    assert.deepEqual(readdirSync(folder), []);
    await importDatabase(sample, journal, 'deepliif-sweep');
    await assert.rejects(importDatabase(sample, journal), { code: 'usage', message: /is there already/ });
  });
});
