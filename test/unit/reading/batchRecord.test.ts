// Records of batches: written by the engine, read back, and refused if they are damaged.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '../../../engine/protocol/batch.js';
import { batchFile, listBatches, readBatch } from '../../../engine/reading/batchRecord.js';
import { writeBatch } from '../../../engine/records/batchRecord.js';

const BATCH: Batch = {
  schemaVersion: 1,
  createdAt: '2026-11-30T08:00:00.000Z',
  notes: ['a_Seg.png was left out'],
  images: [
    { image: '../a.png', into: '', name: 'a', options: { model: '' }, state: 'done', folder: 'a' },
    { image: '../b.png', into: '', name: 'b', options: {}, state: 'failed', problem: 'It is empty.' },
  ],
};

describe('the record of a batch', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-batch-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read as it was written', async () => {
    const file = batchFile(folder, new Date(BATCH.createdAt));
    await writeBatch(file, BATCH);
    assert.deepEqual(await readBatch(file), BATCH);
  });

  it('has the name of a batch, so that it replaces no other file', () =>
    assert.rejects(writeBatch(join(folder, 'result.json'), BATCH), {
      code: 'usage',
      message: /batch-<time>/,
    }));

  it('is listed by its time, the newest first, damaged ones with the reason', async () => {
    const [old, newer] = [0, 1].map((day) => batchFile(folder, new Date(Date.UTC(2026, 0, 1 + day))));
    await writeBatch(old!, BATCH);
    await writeFile(newer!, '{"schemaVersion": 1}');
    const listed = await listBatches([folder, join(folder, 'missing')], 10);
    assert.deepEqual(
      listed.map(({ file, batch }) => [file, batch !== undefined]),
      [[newer, false], [old, true]], // prettier-ignore
    );
  });

  const damages: Readonly<Record<string, unknown>> = {
    'no list of images': { ...BATCH, images: {} },
    'an unknown state': { ...BATCH, images: [{ ...BATCH.images[0], state: 'lost' }] },
    'a name that is a path': { ...BATCH, images: [{ ...BATCH.images[0], name: '../a' }] },
  };
  for (const [damage, content] of Object.entries(damages))
    it(`is refused with ${damage}`, async () => {
      const file = join(folder, 'batch-1.json');
      await writeFile(file, JSON.stringify(content));
      await assert.rejects(readBatch(file), { code: 'usage', message: /batch-1\.json.*expected.*damaged/s });
    });
});
