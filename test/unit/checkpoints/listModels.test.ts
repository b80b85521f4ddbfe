// The models of a folder.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listModels } from '../../../engine/checkpoints/listModels.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { DEFAULT_MODEL } from '../../../engine/protocol/defaultModel.js';

describe('a folder of models', () => {
  it('is listed by its sub-folders with a manifest', async () => {
    const { models, problems } = await listModels(join(packageRoot(), 'models'));
    assert.ok(models.some(({ manifest }) => manifest.id === DEFAULT_MODEL));
    assert.deepEqual(problems, []);
  });

  it('tells of a broken model and lists the others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deepliif-models-'));
    try {
      await mkdir(join(folder, 'broken'));
      await mkdir(join(folder, 'no-model'));
      await writeFile(join(folder, 'broken', 'manifest.json'), '{}');
      const { models, problems } = await listModels(folder);
      assert.deepEqual(models, []);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, /broken/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('must be a folder', () => assert.rejects(listModels('/nowhere'), { code: 'model-not-found' }));
});
