import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCsv } from '../../../engine/reading/csv.js';

describe('a CSV file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-csv-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has all rows, and takes the place of an earlier one', async () => {
    const file = join(folder, 'a.csv');
    await writeFile(file, 'earlier');
    await writeCsv(file, [['step', 'loss'], [1, 0.5]]); // prettier-ignore
    assert.equal(await readFile(file, 'utf8'), 'step,loss\r\n1,0.5\r\n');
  });

  it('stays as it was when a row cannot be made', async () => {
    const file = join(folder, 'a.csv');
    await writeFile(file, 'earlier');
    function* rows(): Generator<readonly number[]> {
      yield [1];
      throw new Error('the run has gone');
    }
    await assert.rejects(writeCsv(file, rows()), { code: 'output-unwritable', message: /a\.csv/ });
    assert.equal(await readFile(file, 'utf8'), 'earlier');
    assert.deepEqual(await readdir(folder), ['a.csv']);
  });
});
