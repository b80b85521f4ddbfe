import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readScoring } from '../../../engine/reading/scoring.js';
import { SCORES } from './writtenResult.js';

describe('the scores of a result', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-scores-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (value: unknown, file = 'scoring.json') =>
    writeFileSync(join(folder, file), JSON.stringify(value));
  const cells = (name: string) => ({ name, file: `${name}.json`, role: 'cells' });

  it('are those of its only map where they stand at the top', async () => {
    write(SCORES);
    assert.deepEqual(await readScoring(folder, { files: [cells('cells')] }), { Seg: SCORES });
    assert.deepEqual(await readScoring(folder, { files: [cells('cells-Seg1')] }), { Seg1: SCORES });
    assert.deepEqual(await readScoring(folder, { files: [] }), { Seg: SCORES });
  });

  it('stand under the names of several maps', async () => {
    const byMap = { Seg1: SCORES, Seg2: { ...SCORES, num_total: 7 } };
    write(byMap, 'scores.json');
    const scoring = { name: 'scoring', file: 'scores.json', role: 'scoring' };
    assert.deepEqual(await readScoring(folder, { files: [scoring, cells('cells-Seg1')] }), byMap);
  });

  it('need not be there, unless they are wanted', async () => {
    assert.deepEqual(await readScoring(folder, { files: [] }), {});
    await assert.rejects(readScoring(folder, { files: [] }, ['Seg']), {
      code: 'usage',
      message: /scoring\.json has no scores of Seg\. Score the result again\./,
    });
  });

  for (const wrong of [{ percent_pos: 101 }, { num_pos: 0.5 }, { seg_thresh: null }])
    it(`are refused with ${JSON.stringify(wrong)}`, async () => {
      write({ ...SCORES, ...wrong });
      await assert.rejects(readScoring(folder, { files: [] }), { code: 'usage', message: /scoring\.json\./ });
    });
});
