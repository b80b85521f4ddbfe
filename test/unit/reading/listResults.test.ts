import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listResults, readListed } from '../../../engine/reading/listResults.js';
import { SCORES, writeResultFolder } from './writtenResult.js';

describe('results on the disk', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-list-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const put = (name: string, createdAt = '2026-01-01T00:00:00Z', change: object = {}) =>
    writeResultFolder(root, name, { createdAt, ...change });
  const namesOf = async (...elsewhere: string[]) =>
    (await listResults([root], elsewhere)).map(({ name }) => name);

  it('are listed, the newest first, with their scores', async () => {
    put('old', '2026-01-01T00:00:00Z');
    put('new', '2026-02-01T00:00:00Z');
    assert.deepEqual(await namesOf(), ['new', 'old']);
    const [newest] = await listResults([root], []);
    assert.deepEqual(newest!.scoring, { Seg: SCORES });
    assert.equal(newest!.madeAtMs, Date.UTC(2026, 1, 1));
  });

  it('are not hidden folders, nor folders without result.json, nor files', async () => {
    put('.partial');
    mkdirSync(join(root, 'other'));
    writeFileSync(join(root, 'summary.md'), '');
    assert.deepEqual(await namesOf(), []);
    assert.deepEqual(await listResults([join(root, 'missing')], []), []);
  });

  it('elsewhere count only when they are whole, and each once', async () => {
    const folder = put('a');
    const foreign = join(root, 'tool/out');
    mkdirSync(foreign, { recursive: true });
    writeFileSync(join(foreign, 'result.json'), '{"passed": true}');
    assert.deepEqual(await namesOf(folder, foreign), ['a']);
  });

  it('that cannot be read are listed with the reason', async () => {
    writeFileSync(join(put('bad'), 'result.json'), '{');
    const [bad] = await listResults([root], []);
    assert.match(bad!.problem!, /result\.json: cannot be read as JSON.*analyse the image again/);
    assert.equal(bad!.record, undefined);
  });

  it('with broken scores are listed with the reason, and their record', async () => {
    writeFileSync(join(put('bad'), 'scoring.json'), '{"num_total":-1}');
    const [bad] = await listResults([root], []);
    assert.match(bad!.problem!, /scoring\.json\.num_total: a whole number from 0/);
    assert.equal(bad!.record!.model!.id, 'mine');
  });

  it('that lack files say which', async () => {
    const files = [{ name: 'dapi', file: 'dapi.png', role: 'modality' }];
    const listed = await readListed(put('a', undefined, { files }));
    assert.match(listed!.problem!, /1 of its files are missing: dapi\.png/);
  });

  it('without a segmentation have no scores', async () => {
    const folder = put('a', undefined, { files: [] });
    rmSync(join(folder, 'scoring.json'));
    const listed = await readListed(folder);
    assert.deepEqual([listed!.scoring, listed!.problem], [{}, undefined]);
  });
});
