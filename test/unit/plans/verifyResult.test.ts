// Verification of a result that has no model, so that nothing computes for long.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { postprocessImages } from '../../../engine/analysis/postprocessImages.js';
import { verifyResult } from '../../../engine/plans/verifyResult.js';

const PICTURES = 'test/fixtures/deepliif/f_postprocess/799_2';

describe('a verified result', () => {
  let out: string;
  let folder: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-verified-'));
    for (const name of ['in_ihc.png', 'in_seg.png'])
      await sharp(join(PICTURES, name))
        .extract({ left: 0, top: 0, width: 128, height: 128 })
        .toFile(join(out, name));
    const files = { image: join(out, 'in_ihc.png'), seg: join(out, 'in_seg.png') };
    const target = { out: join(out, 'results'), name: 'tile' };
    ({ folder } = await postprocessImages(files, { resolution: '40x' }, 'managed', target));
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  const verified = () => verifyResult(folder, {}, () => assert.fail('There is no model.'));

  it('is equal if nothing has changed', async () => {
    const { isEqual, verdict, differences, maps } = await verified();
    assert.deepEqual([isEqual, differences], [true, []]);
    assert.match(verdict, /^Equal: pictures, cells and scores/);
    assert.ok(maps[0]!.cells.then > 0);
  });

  it('names a file of it that was changed afterwards', async () => {
    const file = join(folder, 'scoring.json');
    const scoring = JSON.parse(await readFile(file, 'utf8')) as { readonly num_pos: number };
    await writeFile(file, JSON.stringify({ ...scoring, num_pos: scoring.num_pos + 1 }));
    const { isEqual, verdict, differences } = await verified();
    assert.equal(isEqual, false);
    assert.deepEqual(differences, [
      { of: 'outputs', sentence: 'scoring.json was changed after it had been written.' },
    ]);
    assert.match(verdict, /differs, and files of it were changed/);
  });
});
