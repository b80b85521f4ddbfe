import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderOfOutput, stateOfOutputFolder } from '../../../engine/reading/outputPlace.js';

describe('folder of an output', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-place-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lies below the notebook, or where its path says', () => {
    assert.equal(folderOfOutput({ path: 'results/a' }, '/work'), '/work/results/a');
    assert.equal(folderOfOutput({ path: '/data/a' }, '/work'), '/data/a');
  });

  it('is unchanged, changed or gone, by the hash of its record', async () => {
    const sha256 = createHash('sha256').update('{}').digest('hex');
    assert.equal(await stateOfOutputFolder('result', folder, { sha256 }), 'gone');
    await writeFile(join(folder, 'result.json'), '{}');
    assert.equal(await stateOfOutputFolder('result', folder, { sha256 }), 'unchanged');
    await writeFile(join(folder, 'result.json'), '{ }');
    assert.equal(await stateOfOutputFolder('result', folder, { sha256 }), 'changed');
    assert.equal(await stateOfOutputFolder('run', join(folder, 'none'), {}), 'gone');
    assert.equal(await stateOfOutputFolder('run', folder, {}), 'unchanged');
  });
});
