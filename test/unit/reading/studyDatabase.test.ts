import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3 from 'node-sqlite3-wasm';
import { journalOfDatabase, readStudyDatabase } from '../../../engine/reading/studyDatabase.js';
import { optunaFixtures } from '../sweep/optunaFixtures.js';

const sample = join(optunaFixtures, 'optuna_rdb_sample.db');

describe('a database of Optuna 5', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-database-test-'));
    file = join(folder, 'optuna.db');
    copyFileSync(sample, file);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const changed = (sql: string) => {
    const database = new sqlite3.Database(file);
    database.exec(sql);
    database.close();
  };
  const isRefused = (message: RegExp) => assert.rejects(readStudyDatabase(file), { code: 'usage', message });

  it('tells the study and its trials', async () => {
    const { studies, problems } = await journalOfDatabase(file);
    const study = studies.get(0)!;
    assert.deepEqual(problems, []);
    assert.deepEqual(
      [study.name, study.directions, study.userAttrs, study.systemAttrs],
      ['deepliif-sweep', ['minimize'], { git: 'abc' }, { 'study:metric_names': ['val_l1'] }],
    );
    const [first, pruned] = study.trials;
    assert.deepEqual(first!.values, [0.00044303752452182633]);
    assert.deepEqual(Object.fromEntries(first!.params), { lr: 0.00044303752452182633, ngf: 48, norm: 0 });
    assert.deepEqual([...first!.intermediate.values()], [1.000443037524522, 0.5004430375245218]);
    assert.deepEqual([...first!.constraints!], [['constraints:vram', -1]]);
    assert.deepEqual(
      [first!.startedAt, first!.endedAt],
      ['2026-11-23T22:07:45.866055+00:00', '2026-11-23T22:07:45.935169+00:00'],
    );
    assert.equal(pruned!.state, 'pruned');
    assert.equal(study.trials[3]!.state, 'failed');
    assert.deepEqual(study.trials[13]!.systemAttrs.fixed_params, { lr: 0.001, ngf: 32, norm: 'batch' });
  });

  it('is read if its log (WAL) was written back, and stays as it was', async () => {
    const bytes = readFileSync(file);
    bytes.fill(2, 18, 20);
    writeFileSync(file, bytes);
    assert.equal((await readStudyDatabase(file)).studies[0]!.trials, 15);
    assert.deepEqual(readFileSync(file), bytes);
  });

  it('is refused while a program writes it', async () => {
    writeFileSync(`${file}-wal`, 'changes');
    await isRefused(/optuna\.db-wal has changes that are not in it yet/);
  });

  it('is refused with another version of the schema', async () => {
    changed('UPDATE version_info SET schema_version = 11');
    await isRefused(/version 11 .* optuna storage upgrade/);
  });

  it('is refused without Optuna’s tables, and with a view in their place', async () => {
    changed('ALTER TABLE trials RENAME TO others; CREATE VIEW trials AS SELECT * FROM others');
    await isRefused(/no table "trials"/);
  });

  it('is refused if it is broken, naming what is', async () => {
    changed(`UPDATE trial_params SET param_value = 'much' WHERE param_id = 5`);
    await isRefused(/study "deepliif-sweep", trial 1, ngf: its value is much; expected a number/);
    truncateSync(file, 50_000);
    await isRefused(/malformed|broken/);
    writeFileSync(file, '{"op_code":0}');
    await isRefused(/is no SQLite database/);
  });
});
