// Classes set by hand, kept beside the result they belong to.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCorrections } from '../../../engine/reading/corrections.js';
import type { Correction } from '../../../engine/protocol/correction.js';
import { writeCorrections } from '../../../engine/records/corrections.js';
import type { ResultRecord } from '../../../engine/reading/resultRecord.js';

describe('corrections', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-corrections-'));
    const record: ResultRecord = {
      ...{ schemaVersion: 1, engineVersion: '0', createdAt: '', seconds: {} },
      image: { path: 'a.png', sha256: '', widthPx: 100, heightPx: 50, notices: [] },
      files: [
        { name: 'cells', file: 'cells.json', role: 'cells' },
        { name: 'cells-Seg2', file: 'cells-Seg2.json', role: 'cells' },
      ],
    };
    await writeFile(join(folder, 'result.json'), JSON.stringify(record));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const at = '2026-01-01T00:00:00.000Z';
  const of = (map: string, x = 1, y = 2): Correction => ({ map, x, y, positive: true, at });

  it('replace those of the same map, and no others', async () => {
    await writeCorrections(folder, 'Seg', [of('Seg'), of('Seg', 3)]);
    await writeCorrections(folder, 'Seg2', [of('Seg2')]);
    await writeCorrections(folder, 'Seg', [of('Seg', 99, 49)]);
    assert.deepEqual(await readCorrections(folder), [of('Seg2'), of('Seg', 99, 49)]);
    await writeCorrections(folder, 'Seg2', []);
    assert.deepEqual(await readCorrections(folder), [of('Seg', 99, 49)]);
    assert.deepEqual((await readdir(folder)).sort(), ['corrections.json', 'result.json']);
  });

  it('do not get in one another’s way', async () => {
    await Promise.all([
      writeCorrections(folder, 'Seg', [of('Seg')]),
      writeCorrections(folder, 'Seg2', [of('Seg2')]),
      writeCorrections(folder, 'Seg', [of('Seg', 5)]),
    ]);
    assert.deepEqual(await readCorrections(folder), [of('Seg2'), of('Seg', 5)]);
  });

  for (const [what, map, corrections] of [
    ['of a map that is not there', 'Seg3', []],
    ['of another map', 'Seg', [of('Seg2')]],
    ['outside of the image', 'Seg', [of('Seg', 100)]],
  ] as const)
    it(`${what} are refused, and the others stay`, async () => {
      await writeCorrections(folder, 'Seg', [of('Seg')]);
      await assert.rejects(writeCorrections(folder, map, corrections), { code: 'usage' });
      assert.deepEqual(await readCorrections(folder), [of('Seg')]);
    });

  it('are not written over a file that is broken', async () => {
    await writeFile(join(folder, 'corrections.json'), 'my notes');
    await assert.rejects(writeCorrections(folder, 'Seg', []), {
      code: 'usage',
      message: /cannot be read as JSON/,
    });
    assert.equal(await readFile(join(folder, 'corrections.json'), 'utf8'), 'my notes');
  });
});
