// Result folders may be of unknown origin, and of later versions.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { readScoredResult } from '../../../engine/exports/scoredResult.js';
import {
  fileOf,
  imagePath,
  mapsWithCells,
  readResultRecord,
  type ResultRecord,
} from '../../../engine/reading/resultRecord.js';
import { readResult } from '../../../extension/results/readResult.js';
import { writeResult, RECORD as SCORED } from '../exports/storedResult.js';

const record: ResultRecord = {
  schemaVersion: 1,
  engineVersion: '0.1.0',
  createdAt: '2026-01-01T00:00:00.000Z',
  image: { path: '../../a.png', sha256: 'abc', widthPx: 8, heightPx: 9, mpp: 0.25, notices: ['n'] },
  model: { id: 'tiny', title: 'Tiny', manifestSha256: 'def' },
  backend: { id: 'wasm', description: 'WASM', precision: 'float32' },
  tiles: { tilePx: 512, overlapPx: 32, total: 1, empty: 0 },
  thresholds: { resolution: '40x', markerThreshold: 'auto', sizeThreshold: 12 },
  files: [
    { name: 'Seg', file: 'Seg.png', role: 'segmentation' },
    { name: 'cells', file: 'cells.json', role: 'cells' },
  ],
  seconds: { inference: 1.5 },
};

describe('the record of a result', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-read-result-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const store = (value: unknown) => writeFile(join(folder, 'result.json'), JSON.stringify(value));

  it('is what the engine wrote', async () => {
    await store(record);
    assert.deepEqual(await readResultRecord(folder), record);
  });

  it('has no fields of later versions', async () => {
    await store({ ...record, mood: 'good' });
    assert.deepEqual(await readResultRecord(folder), record);
  });

  it('knows files by role and name, and the maps that have cells', () => {
    assert.equal(fileOf(folder, record, 'segmentation', 'Seg'), join(folder, 'Seg.png'));
    assert.equal(fileOf(folder, record, 'cells'), join(folder, 'cells.json'));
    assert.equal(fileOf(folder, record, 'modality', 'marker'), undefined);
    const files = [...record.files, { name: 'cells-Seg1', file: 'c.json', role: 'cells' }];
    assert.deepEqual(mapsWithCells({ files }), [
      { map: 'Seg', file: 'cells.json' },
      { map: 'Seg1', file: 'c.json' },
    ]);
  });

  for (const file of ['../tile.png', '/etc/passwd', '..', 'a\\b.png', 'c:x.png', ''])
    it(`names no file outside of its folder: "${file}"`, async () => {
      await store({ ...record, files: [{ name: 'dapi', file, role: 'modality' }] });
      await assert.rejects(readResultRecord(folder), {
        code: 'usage',
        message: /files\[0\]\.file: a plain file name/,
      });
      await store({ ...record, files: [{ name: file, file: 'dapi.png', role: 'modality' }] });
      await assert.rejects(readResultRecord(folder), {
        code: 'usage',
        message: /files\[0\]\.name: a plain file name/,
      });
    });

  for (const [what, broken] of [
    ['is of another schema', { schemaVersion: 2 }],
    ['has an image without a size', { image: { ...record.image, widthPx: 0 } }],
    ['has no size of pixels that a microscope could have', { image: { ...record.image, mpp: 0 } }],
    ['has thresholds that are no numbers', { thresholds: { resolution: '40x', segThreshold: 'lots' } }],
  ] as const)
    it(`is refused when it ${what}, with its place and what to do`, async () => {
      await store({ ...record, ...broken });
      await assert.rejects(readResultRecord(folder), {
        code: 'usage',
        message: /result\.json\.\S+: .* expected, not .*\. The result is damaged: analyse the image again/,
      });
    });

  it('is refused when it is none, with what is there', async () => {
    const refused = (message: RegExp) => assert.rejects(readResultRecord(folder), { code: 'usage', message });
    await refused(/is no result folder: it has no result\.json\. Choose the folder of a result\./);
    await assert.rejects(readResultRecord(join(folder, 'nothing')), { code: 'usage' });
    await writeFile(join(folder, 'result.json'), '{');
    await refused(/result\.json: cannot be read as JSON/);
    await truncate(join(folder, 'result.json'), 1e9);
    await refused(/at most \d+ are read/);
    await rm(join(folder, 'result.json'));
    await mkdir(join(folder, 'result.json'));
    await refused(/not a regular file|cannot be read/);
  });

  it('is not waited for when it is a pipe', async function () {
    if (process.platform === 'win32') return this.skip();
    execFileSync('mkfifo', [join(folder, 'result.json')]);
    await assert.rejects(readResultRecord(folder), { code: 'usage' });
  });

  it('does not make us ask another machine for its image', () => {
    assert.equal(imagePath('C:\\r\\tile', '\\\\evil\\share\\x.png', win32), undefined);
    assert.equal(imagePath('\\\\nas\\lab\\r', '..\\x.png', win32), '\\\\nas\\lab\\x.png');
    assert.equal(imagePath('/r/tile', '../../x.png'), '/x.png');
  });
});

describe('a result is read by exports and scoring exactly when a panel shows it:', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-read-result-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const reading = { uriOf: (file: string) => file, mayServe: () => true };
  const image = (change: object) => ({ image: { ...SCORED.image, ...change } });

  for (const [what, change] of [
    ['with 150 notices', image({ notices: Array.from({ length: 150 }, (_, i) => `notice ${i}`) })],
    ['with a notice of 5,000 letters', image({ notices: ['x'.repeat(5000)] })],
    ['with pixels of 0.0005 µm', image({ mpp: 0.0005 })],
    ['with pixels of 5,000 µm', image({ mpp: 5000 })],
    ['with colours read in a later version’s way', image({ colour: 'spectral' })],
    [
      'with a file in a later version’s role',
      { files: [...SCORED.files, { name: 'graph', file: 'graph.png', role: 'neighbourhood' }] },
    ],
    [
      'by a later version’s backend and precision',
      { backend: { id: 'quantum', description: 'Quantum', precision: 'float8' } },
    ],
  ] as const)
    it(what, async () => {
      await writeResult(folder);
      await writeFile(join(folder, 'result.json'), JSON.stringify({ ...SCORED, ...change }));
      const { record: exported } = await readScoredResult(folder, undefined, {});
      assert.deepEqual(exported, { ...SCORED, ...change });
      const { pane } = await readResult(folder, reading);
      assert.equal(pane.maps.length, 1);
      assert.equal(pane.mpp, exported.image.mpp);
    });

  for (const [what, change] of [
    ['with a file outside of its folder', { files: [{ name: 'Seg', file: '../Seg.png', role: 'overlay' }] }],
    ['with more notices than any image has', image({ notices: Array.from({ length: 1001 }, () => 'x') })],
  ] as const)
    it(`not ${what}`, async () => {
      await writeResult(folder);
      await writeFile(join(folder, 'result.json'), JSON.stringify({ ...SCORED, ...change }));
      await assert.rejects(readScoredResult(folder, undefined, {}), { code: 'usage' });
      await assert.rejects(readResult(folder, reading), { code: 'usage' });
    });
});
