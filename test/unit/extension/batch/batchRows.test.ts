// Rows of a batch, read from the result folders.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '../../../../engine/protocol/batch.js';
import { rowReader } from '../../../../extension/batch/batchRows.js';
import { requestOf } from '../../../../extension/batch/batches.js';

describe('rows of a batch', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-batch-'));
  });
  after(() => rm(folder, { recursive: true }));

  const entry = { image: '../a.png', into: '', name: 'a', options: { model: 'm', backend: 'onnx' } };
  const batch = (state: 'done' | 'failed'): Batch => ({
    ...{ schemaVersion: 1, createdAt: '', notes: [] },
    images: [{ ...entry, state, ...(state === 'done' ? { folder: 'a' } : { problem: 'broken' }) }],
  });

  it('have no result if its folder was deleted', async () => {
    const [row] = await rowReader()(join(folder, 'batch-1.json'), batch('done'));
    assert.deepEqual([row!.folder, row!.result], [join(folder, 'a'), undefined]);
  });

  it('name the image by its absolute path', async () => {
    const [row] = await rowReader()(join(folder, 'batch-1.json'), batch('failed'));
    assert.equal(row!.image, join(folder, '..', 'a.png'));
  });

  it('can be analysed again by the options of the first time', () =>
    assert.deepEqual(requestOf(join(folder, 'batch-1.json'), batch('failed').images[0]!), {
      ...{ image: join(folder, '..', 'a.png'), into: folder, name: 'a' },
      ...{ model: 'm', backend: 'onnx' },
    }));
});
