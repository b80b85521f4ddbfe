import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readResultRecord } from '../../../engine/reading/resultRecord.js';
import { readableNotices, replaceResult } from '../../../engine/records/replaceResult.js';
import { openResultFolder } from '../../../engine/records/resultFolder.js';
import { RECORD } from '../reading/writtenResult.js';

describe('the notices of a result that is written', () => {
  let out: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-replace-'));
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  const written = async (notices: readonly string[]) => {
    const folder = await openResultFolder(out, 'tile');
    const { place } = await replaceResult(folder, { ...RECORD, image: { ...RECORD.image, notices } });
    return (await readResultRecord(place)).image.notices;
  };

  it('stay unchanged in usual numbers and lengths', async () => {
    const notices = [...Array.from({ length: 150 }, (_, i) => `notice ${i}`), 'x'.repeat(5000)];
    assert.deepEqual(await written(notices), notices);
  });

  for (const [what, notices] of [
    ['are without end', Array.from({ length: 5000 }, (_, i) => `notice ${i}`)],
    ['are longer than any text', ['x'.repeat(2e6)]],
    ['are many and long', Array.from({ length: 900 }, () => 'x'.repeat(90_000))],
    ['hold what no text may hold', ['a\0b']],
  ] as const)
    it(`can be read again when they ${what}`, async () => {
      const kept = await written(notices);
      assert.deepEqual(kept, readableNotices(notices));
      assert.ok(kept.length <= 1000);
    });

  it('say how many are left out', () => {
    const many = Array.from({ length: 1234 }, (_, i) => `notice ${i}`);
    const kept = readableNotices(many);
    assert.equal(kept.at(-1), '235 more notices are left out.');
    assert.equal(kept.length, 1000);
  });
});
