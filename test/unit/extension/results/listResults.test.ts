// Which results the tree lists, and what it says of them.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyseAgainParams } from '../../../../extension/results/analyseAgain.js';
import { listResults, readListed } from '../../../../extension/results/listResults.js';
import { resultDescription, resultLines } from '../../../../extension/results/resultText.js';

const scoring = {
  num_total: 59,
  num_pos: 6,
  num_neg: 53,
  percent_pos: 10.2,
  seg_thresh: 120,
  size_thresh: 48,
  size_thresh_upper: null,
  marker_thresh: null,
};

describe('results on the disk', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-list-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(name: string, createdAt: string, change: Readonly<Record<string, unknown>> = {}): string {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(root, 'image.png'), 'pixels');
    const record = {
      schemaVersion: 1,
      engineVersion: '0.1.0',
      createdAt,
      image: { path: '../image.png', sha256: 'ab', widthPx: 512, heightPx: 512, mpp: 0.25, notices: [] },
      model: { id: 'mine', title: 'Mine', manifestSha256: 'cd' },
      backend: { id: 'onnx', description: 'onnxruntime', precision: 'int8' },
      tiles: { tilePx: 256, overlapPx: 16, total: 9, empty: 1 },
      thresholds: { resolution: '20x', segThreshold: 150, sizeThreshold: 'auto' },
      files: [{ name: 'scoring', file: 'scoring.json', role: 'scoring' }],
      seconds: {},
      ...change,
    };
    writeFileSync(join(folder, 'result.json'), JSON.stringify(record));
    writeFileSync(join(folder, 'scoring.json'), JSON.stringify(scoring));
    return folder;
  }
  const namesOf = async (...elsewhere: string[]) =>
    (await listResults([root], elsewhere)).map(({ name }) => name);

  it('are listed, the newest first', async () => {
    put('old', '2026-01-01T00:00:00Z');
    put('new', '2026-02-01T00:00:00Z');
    assert.deepEqual(await namesOf(), ['new', 'old']);
  });

  it('are not hidden folders, nor folders without result.json, nor files', async () => {
    put('.partial', '2026-01-01T00:00:00Z');
    mkdirSync(join(root, 'other'));
    writeFileSync(join(root, 'summary.md'), '');
    assert.deepEqual(await namesOf(), []);
    assert.deepEqual(await listResults([join(root, 'missing')], []), []);
  });

  it('elsewhere count only when they are whole, and each once', async () => {
    const folder = put('a', '2026-01-01T00:00:00Z');
    const foreign = join(root, 'tool/out');
    mkdirSync(foreign, { recursive: true });
    writeFileSync(join(foreign, 'result.json'), '{"passed": true}');
    assert.deepEqual(await namesOf(folder, foreign), ['a']);
  });

  it('that cannot be read are listed with the reason', async () => {
    writeFileSync(join(put('bad', '2026-01-01T00:00:00Z'), 'result.json'), '{');
    const [bad] = await listResults([root], []);
    assert.match(bad!.problem!, /not JSON/);
    assert.equal(resultDescription(bad!), 'cannot be read');
  });

  it('that lack files say which', async () => {
    const files = [{ name: 'dapi', file: 'dapi.png', role: 'modality' }];
    const listed = await readListed(put('a', '2026-01-01T00:00:00Z', { files }));
    assert.match(listed!.problem!, /1 of its files are missing: dapi\.png/);
    assert.equal(resultDescription(listed!), 'damaged');
  });

  it('are told with their share, model, backend, tiles and thresholds', async () => {
    const listed = (await readListed(put('a', '2026-01-01T00:00:00Z')))!;
    assert.equal(resultDescription(listed), '10.2 % positive · 59 cells');
    const text = resultLines(listed).join('\n');
    for (const part of [
      'Mine (mine)',
      'onnxruntime, int8',
      '9 of 256 px',
      'segmentation > 120, size > 48 px',
    ])
      assert.ok(text.includes(part), part);
  });

  it('are analysed again as they were', async () => {
    const listed = (await readListed(put('a', '2026-01-01T00:00:00Z')))!;
    const models = [{ id: 'mine', title: 'Mine', folder: '/models/mine' }];
    assert.deepEqual(await analyseAgainParams(listed, models), {
      image: join(root, 'image.png'),
      into: root,
      name: 'a',
      model: '/models/mine',
      backend: 'onnx',
      precision: 'int8',
      tilePx: 256,
      overlapPx: 16,
      mpp: 0.25,
      thresholds: { segThreshold: 150, sizeThreshold: 'auto' },
    });
    await assert.rejects(analyseAgainParams(listed, []), { code: 'model-not-found' });
    rmSync(join(root, 'image.png'));
    await assert.rejects(analyseAgainParams(listed, models), { code: 'image-unreadable' });
  });

  it('are not analysed again where no model made them', async () => {
    const listed = (await readListed(put('a', '2026-01-01T00:00:00Z', { model: undefined })))!;
    await assert.rejects(analyseAgainParams(listed, []), { code: 'usage' });
  });
});
