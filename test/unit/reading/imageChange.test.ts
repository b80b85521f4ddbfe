import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageChange } from '../../../engine/reading/imageChange.js';

describe('an image since its analysis', () => {
  let file: string;
  beforeEach(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'deepliif-image-')), 'tile.png');
    await writeFile(file, 'pixels');
  });
  afterEach(() => rm(join(file, '..'), { recursive: true }));

  const analysed = {
    sha256: createHash('sha256').update('pixels').digest('hex'),
    analysedAt: '2026-01-01T00:00:00Z',
  };
  const writtenOn = (day: string) => utimes(file, new Date(day), new Date(day));

  it('is the same when it was written before, or only copied', async () => {
    await writtenOn('2025-12-31');
    assert.equal(await imageChange(file, { ...analysed, sha256: 'unread' }), undefined);
    await writtenOn('2026-01-02');
    assert.equal(await imageChange(file, analysed), undefined);
  });

  it('has changed when its checksum has', async () => {
    await writeFile(file, 'others');
    await writtenOn('2026-01-02');
    assert.match((await imageChange(file, analysed))!, /tile\.png has changed since its analysis/);
  });

  it('may have changed when it is too large for a checksum', async () => {
    await truncate(file, 65 * 2 ** 20);
    await writtenOn('2026-01-02');
    assert.match((await imageChange(file, analysed))!, /was written after its analysis/);
    await writtenOn('2025-12-31');
    assert.equal(await imageChange(file, analysed), undefined);
  });

  it('must be there', async () => {
    await assert.rejects(imageChange(join(file, '..', 'gone.png'), analysed), { code: 'ENOENT' });
  });
});
