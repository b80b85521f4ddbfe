// Requests to the real engine process over the real channel. The answers themselves are tested in their own rooms.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { EXIT_CODES } from '../../../engine/cli/exitCodes.js';
import { ENGINE_VERSION } from '../../../engine/files/engineVersion.js';
import type { ResultRecord } from '../../../engine/reading/resultRecord.js';
import { PROTOCOL_VERSION } from '../../../engine/protocol/requests.js';
import { startProcess, type EngineProcess } from '../../../extension/engine/process.js';
import { writeNoise } from '../imageSets/noiseImages.js';
import { TOY_MODEL } from '../../toyModel.js';
import { realEngine, testLog } from '../extension/engine/scripts.js';

describe('the engine process', () => {
  let engine: EngineProcess;
  let folder: string;
  const log = testLog();
  before(async () => {
    engine = startProcess(realEngine, log);
    folder = await mkdtemp(join(tmpdir(), 'deepliif-engine-'));
    await writeFile(join(folder, 'empty.png'), '');
  });
  after(async () => {
    await engine.stop();
    await rm(folder, { recursive: true });
  });

  it('introduces itself', async () => {
    const { device, ...versions } = await engine.connection.request('engine/handshake', {});
    assert.deepEqual(versions, {
      protocolVersion: PROTOCOL_VERSION,
      engineVersion: ENGINE_VERSION,
      nodeVersion: process.versions.node,
    });
    assert.match(device, /\d+ cores?, \d+ GB$/);
  });

  it('measures the style of images and lays them out; numbers travel as arrays', async () => {
    await writeNoise(join(folder, 'noise'), 'ki67', [150, 110, 60], 5);
    const styles = await engine.connection.request('style/read', { folders: [join(folder, 'noise')] });
    assert.equal(styles.values.length, 5 * styles.features.length);
    assert.ok(
      styles.images.every(({ thumbnail }) => thumbnail instanceof Uint8Array && thumbnail.length > 0),
    );
    const groups = styles.features.map(({ group }) => group);
    const { places } = await engine.connection.request('style/project', {
      ...{ values: styles.values, groups, method: 'umap' },
    });
    assert.ok(places instanceof Float64Array && places.length === 10);
    await rm(join(folder, 'noise'), { recursive: true });
  });

  it('lists the bundled models', async () => {
    const { models, problems } = await engine.connection.request('model/list', { folders: [] });
    assert.deepEqual(problems, []);
    assert.ok(models.length > 0);
  });

  it('finds the images of a folder', async () => {
    const found = await engine.connection.request('image/find', { paths: [folder] });
    assert.deepEqual(found, {
      ...{ images: [{ path: join(folder, 'empty.png'), name: 'empty' }], notes: [], subFolders: 0 },
    });
  });

  it('says which size of a pixel model and readable images have', async () => {
    const small = resolve('test/fixtures/deepliif/d_model/small.png');
    const images = [small, join(folder, 'empty.png')];
    const scales = await engine.connection.request('image/scales', { model: '', images });
    assert.deepEqual(scales, { modelMpp: 0.25, images: [{ path: small }] });
  });

  it('refuses what it cannot read, and leaves nothing behind', async () => {
    const request = { image: join(folder, 'empty.png'), into: folder, name: 'empty', model: '' };
    await assert.rejects(engine.connection.request('image/analyse', { ...request, backend: 'wasm' }), {
      code: 'image-unreadable',
    });
    assert.deepEqual(await readdir(folder), ['empty.png']);
  });

  describe('with a result', () => {
    const resolution = '20x' as const;
    let image: string;
    let result: string;
    before(async function () {
      this.timeout(60_000);
      image = join(folder, 'tile.png');
      await copyFile('test/fixtures/deepliif/d_model/small.png', image);
      const analysis = await engine.connection.request('image/analyse', {
        ...{ image, into: join(folder, 'results'), name: 'tile', model: TOY_MODEL, backend: 'onnx' },
        ...{ precision: 'float32', overlapPx: 16, thresholds: { segThreshold: 200 }, mpp: 0.5 },
      });
      result = analysis.folder;
      assert.equal(analysis.name, 'tile');
      assert.equal(analysis.scoring.Seg?.seg_thresh, 200);
    });

    it('keeps what was asked for in its record', async () => {
      const record = JSON.parse(await readFile(join(result, 'result.json'), 'utf8')) as ResultRecord;
      assert.equal(record.image.mpp, 0.5);
      assert.deepEqual(record.scale, { basis: 'mpp', mpp: 0.5, modelMpp: 0.25 });
      assert.equal(record.tiles?.tilePx, 256);
      assert.equal(record.tiles?.overlapPx, 16);
      assert.deepEqual(record.thresholds, { segThreshold: 200, resolution });
    });

    it('shows its pictures tile by tile', async () => {
      const info = await engine.connection.request('picture/open', { file: image });
      assert.equal(info.levels, 1);
      const address = { level: 0, column: 0, row: 0 };
      const tile = await engine.connection.request('picture/tile', { file: image, address });
      assert.deepEqual([tile.widthPx, tile.heightPx], [info.widthPx, info.heightPx]);
      assert.ok(tile.rgba instanceof Uint8Array);
      const pixels = await sharp(image).ensureAlpha().raw().toBuffer();
      assert.ok(pixels.equals(tile.rgba));
    });

    it('scores, corrects and exports it', async () => {
      const thresholds = { resolution, segThreshold: 120 };
      const scores = await engine.connection.request('result/rescore', { folder: result, thresholds });
      assert.equal(scores.scoring.Seg?.seg_thresh, 120);
      const correction = { map: 'Seg', x: 1, y: 1, positive: true, at: new Date().toISOString() };
      await engine.connection.request('result/correct', {
        ...{ folder: result, map: 'Seg', corrections: [correction] },
      });
      assert.deepEqual(JSON.parse(await readFile(join(result, 'corrections.json'), 'utf8')), {
        // No cell lies there: the scores stay those of the thresholds.
        ...{ schemaVersion: 1, corrections: [correction], scoring: scores.scoring },
      });
      const [first] = await engine.connection.request('export/list', {});
      assert.deepEqual([first!.id, first!.ending], ['csv', '.cells.csv']);
      const file = join(folder, 'cells.csv');
      const exported = await engine.connection.request('result/export', {
        folder: result,
        format: first!.id,
        file,
      });
      assert.equal(exported.files[0], file);
    });
  });

  it('makes a model of a checkpoint, which then is listed', async () => {
    const into = join(folder, 'models');
    const checkpoint = resolve('test/fixtures/deepliif/d_model/DeepLIIF_tiny_serialized');
    const params = { checkpoint, into, name: 'My-Model' };
    const { notices, ...model } = await engine.connection.request('model/import', params);
    assert.deepEqual(model, {
      id: 'my-model',
      title: 'My-Model',
      folder: join(into, 'My-Model'),
      tilePx: 512,
      mpp: 0.25,
    });
    assert.ok(notices.length > 0);
    for (const folders of [[into], [model.folder], [into, model.folder]]) {
      const { models } = await engine.connection.request('model/list', { folders });
      assert.deepEqual(models.slice(1), [model]);
    }
    await assert.rejects(engine.connection.request('model/import', params), { code: 'output-unwritable' });
    const { problems } = await engine.connection.request('model/list', { folders: [join(folder, 'none')] });
    assert.equal(problems.length, 1);
  });

  it('answers malformed requests with what is wrong, and lives on', async () => {
    for (const params of [undefined, null, 7, [], { file: 'relative.png' }, { file: 7 }])
      // Messages that are no request, but that a channel can carry.
      await assert.rejects(engine.connection.request('picture/open', params as unknown as { file: string }), {
        code: 'usage',
        message: /^picture\/open/,
      });
    await engine.connection.request('engine/handshake', {});
  });

  it('complained of nothing', () => assert.deepEqual(log.lines, []));

  it('says what it is when it is started by hand', () => {
    const { status, stderr } = spawnSync(process.execPath, [realEngine], { encoding: 'utf8' });
    assert.equal(status, EXIT_CODES.usage);
    assert.match(stderr, /engine of the VS Code extension.*deepliif/);
  });
});
