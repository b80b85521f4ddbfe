import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readResult } from '../../../../extension/results/readResult.js';

describe('a result folder in a panel', () => {
  const scoring = {
    num_total: 3,
    num_pos: 1,
    num_neg: 2,
    percent_pos: 33.3,
    seg_thresh: 120,
    size_thresh: 48,
    size_thresh_upper: null,
    marker_thresh: null,
  };
  const files = [
    { name: 'SegOverlaid', file: 'SegOverlaid.png', role: 'overlay' },
    { name: 'SegRefined', file: 'SegRefined.png', role: 'refined' },
    { name: 'cells', file: 'cells.json', role: 'cells' },
    { name: 'cd3', file: 'cd3.png', role: 'modality' },
    { name: 'marker', file: 'marker.png', role: 'modality' },
    { name: 'dapi', file: 'dapi.png', role: 'modality' },
    { name: 'hematoxylin', file: 'hematoxylin.png', role: 'modality' },
    { name: 'Seg', file: 'Seg.png', role: 'segmentation' },
    { name: 'scoring', file: 'scoring.json', role: 'scoring' },
  ];
  const record = {
    schemaVersion: 1,
    engineVersion: '0.1.0',
    createdAt: '2026-11-24T11:40:37.826Z',
    image: { path: '../tile.png', sha256: 'ab', widthPx: 512, heightPx: 512, mpp: 0.25, notices: [] },
    model: { id: 'm', title: 'Tiny', manifestSha256: 'cd' },
    backend: { id: 'onnx', description: 'CPU', precision: 'float32' },
    thresholds: { resolution: '40x' },
    files,
    seconds: {},
  };
  const reading = { uriOf: (file: string) => `page:${file}`, mayServe: () => true };
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-result-'));
    folder = join(root, 'tile');
    mkdirSync(folder);
    const tile = 'test/fixtures/deepliif/d_model/22_2.png'; // 512 × 512
    copyFileSync(tile, join(root, 'tile.png'));
    utimesSync(join(root, 'tile.png'), new Date('2026-11-01'), new Date('2026-11-01'));
    for (const { file } of files) if (file.endsWith('.png')) copyFileSync(tile, join(folder, file));
    write('cells.json', {});
    write('scoring.json', scoring);
    write('result.json', record);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));

  it('has its layers from the stained image up to the overlay', async () => {
    const { pane, image, folders } = await readResult(folder, reading);
    assert.deepEqual(
      pane.layers.map(({ id }) => id),
      ['ihc', 'hematoxylin', 'dapi', 'marker', 'cd3', 'Seg', 'SegRefined', 'SegOverlaid'],
    );
    assert.ok(pane.layers.every(({ picture }) => picture.kind === 'file'));
    assert.deepEqual(pane.problems, []);
    assert.deepEqual([pane.widthPx, pane.heightPx, pane.mpp], [512, 512, 0.25]);
    assert.equal(image, join(root, 'tile.png'));
    assert.deepEqual(folders, [folder, root]);
    assert.equal(pane.detail, 'Tiny · onnx, float32 · 2026-11-24 11:40 UTC');
  });

  it('has its scores, thresholds and corrections', async () => {
    const flip = { map: 'Seg', x: 1, y: 2, positive: true, at: '2026-01-01T00:00:00Z' };
    write('corrections.json', { schemaVersion: 1, corrections: [flip, { ...flip, map: 'Other' }] });
    const [map] = (await readResult(folder, reading)).pane.maps;
    assert.deepEqual(map!.scoring, scoring);
    assert.deepEqual(map!.layers, { segmentation: 'Seg', marker: 'marker', ihc: 'ihc' });
    assert.deepEqual(map!.thresholds, { resolution: '40x' });
    assert.deepEqual(map!.corrections, [flip]);
  });

  it('shows the rest when its image has moved', async () => {
    rmSync(join(root, 'tile.png'));
    const { pane, image, imagePlace } = await readResult(folder, reading);
    assert.deepEqual([image, imagePlace], [undefined, join(root, 'tile.png')]);
    assert.match(pane.problems.join(), /image has moved/);
    assert.equal(pane.layers[0]!.id, 'hematoxylin');
    assert.equal(pane.maps[0]!.layers.ihc, undefined);
  });

  it('says when its image has changed since, and not when it was only copied', async () => {
    const copied = new Date('2026-12-01');
    utimesSync(join(root, 'tile.png'), copied, copied);
    assert.match((await readResult(folder, reading)).pane.problems.join(), /has changed since/);
    const sha256 = createHash('sha256')
      .update(readFileSync(join(root, 'tile.png')))
      .digest('hex');
    write('result.json', { ...record, image: { ...record.image, sha256 } });
    assert.deepEqual((await readResult(folder, reading)).pane.problems, []);
  });

  it('does not lay an image of another size under its pictures', async () => {
    write('result.json', { ...record, image: { ...record.image, path: 'small.png' } });
    const png = Buffer.alloc(24);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(png);
    png.writeUInt32BE(100, 16);
    png.writeUInt32BE(50, 20);
    writeFileSync(join(folder, 'small.png'), png);
    const { pane } = await readResult(folder, reading);
    assert.match(pane.problems.join(), /100 × 50/);
    assert.ok(!pane.layers.some(({ id }) => id === 'ihc'));
  });

  it('says which parts are missing or damaged, and shows the others', async () => {
    rmSync(join(folder, 'dapi.png'));
    writeFileSync(join(folder, 'scoring.json'), '{ half');
    write('corrections.json', { schemaVersion: 1, corrections: 'none' });
    const { pane } = await readResult(folder, reading);
    assert.equal(pane.layers.length, 7);
    assert.deepEqual(pane.maps, []);
    for (const what of [/dapi\.png is missing/, /scoring\.json: cannot be read as JSON/, /corrections\.json/])
      assert.match(pane.problems.join('\n'), what);
  });

  it('asks for tiles of what the page may not read or a browser does not know', async () => {
    const { pane, tiled, folders } = await readResult(folder, {
      ...reading,
      mayServe: (one) => one === folder,
    });
    assert.equal(pane.layers[0]!.picture.kind, 'tiles');
    assert.deepEqual([...tiled.values()], [join(root, 'tile.png')]);
    assert.deepEqual(folders, [folder]);
  });

  it('is refused with a reason where it is none', async () => {
    rmSync(join(folder, 'result.json'));
    await assert.rejects(readResult(folder, reading), /no result folder/);
    write('result.json', { schemaVersion: 2 });
    await assert.rejects(readResult(folder, reading), /schemaVersion: 1 expected, not 2/);
  });
});
