// Result folders may come from anybody.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResultRecord } from '../../../engine/protocol/result.js';
import { fileOf, readCorrections, readResultFolder } from '../../../engine/reading/readResultFolder.js';

describe('reading a result folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-read-result-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

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
  const store = (value: unknown) => writeFile(join(folder, 'result.json'), JSON.stringify(value));

  it('hands back what the engine wrote', async () => {
    await store(record);
    assert.deepEqual(await readResultFolder(folder), record);
  });

  it('drops what a later version may have added', async () => {
    await store({ ...record, mood: 'good' });
    assert.deepEqual(await readResultFolder(folder), record);
  });

  it('finds files by role and name', () => {
    assert.equal(fileOf(folder, record, 'segmentation', 'Seg'), join(folder, 'Seg.png'));
    assert.equal(fileOf(folder, record, 'cells'), join(folder, 'cells.json'));
    assert.equal(fileOf(folder, record, 'modality', 'marker'), undefined);
  });

  for (const [what, broken] of [
    [
      'names a file outside of the folder',
      { files: [{ name: 'Seg', file: '../Seg.png', role: 'segmentation' }] },
    ],
    [
      'gives a map a path as its name',
      { files: [{ name: '../Seg', file: 'Seg.png', role: 'segmentation' }] },
    ],
    ['has a role of its own', { files: [{ name: 'Seg', file: 'Seg.png', role: 'malware' }] }],
    ['is of another schema', { schemaVersion: 2 }],
    ['has an image without a size', { image: { ...record.image, widthPx: 0 } }],
    ['has thresholds that are no numbers', { thresholds: { resolution: '40x', segThreshold: 'lots' } }],
  ] as const)
    it(`refuses a record that ${what}`, async () => {
      await store({ ...record, ...broken });
      await assert.rejects(readResultFolder(folder), { code: 'usage', message: /result\.json/ });
    });

  it('refuses what is no record, and says what is there', async () => {
    const refused = (message: RegExp) => assert.rejects(readResultFolder(folder), { code: 'usage', message });
    await refused(/is no result folder/);
    await assert.rejects(readResultFolder(join(folder, 'nothing')), { code: 'usage' });
    await writeFile(join(folder, 'result.json'), '{');
    await refused(/is not JSON/);
    await truncate(join(folder, 'result.json'), 1e9);
    await refused(/at most \d+ are read/);
    await rm(join(folder, 'result.json'));
    await mkdir(join(folder, 'result.json'));
    await refused(/not a regular file|cannot be read/);
  });

  it('does not wait for a pipe', async function () {
    if (process.platform === 'win32') return this.skip();
    execFileSync('mkfifo', [join(folder, 'result.json')]);
    await assert.rejects(readResultFolder(folder), { code: 'usage' });
  });

  it('reads corrections, of which there need not be any', async () => {
    assert.deepEqual(await readCorrections(folder), []);
    const corrections = [{ map: 'Seg', x: 1, y: 2, positive: true, at: '2026-01-01T00:00:00.000Z' }];
    const write = (value: unknown) => writeFile(join(folder, 'corrections.json'), JSON.stringify(value));
    await write({ schemaVersion: 1, corrections });
    assert.deepEqual(await readCorrections(folder), corrections);
    await write({ schemaVersion: 1, corrections: [{ ...corrections[0], at: 'yesterday' }] });
    await assert.rejects(readCorrections(folder), { code: 'usage', message: /corrections\[0\]\.at/ });
  });
});
