// The real engine process, asked through the real channel. What it answers is tested where it is computed.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODES } from '../../engine/cli/exitCodes.js';
import { ENGINE_VERSION } from '../../engine/engineVersion.js';
import { PROTOCOL_VERSION } from '../../engine/protocol/requests.js';
import { startProcess, type EngineProcess } from '../../extension/engine/process.js';
import { realEngine, testLog } from './extension/engine/scripts.js';

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

  it('lists the bundled models', async () => {
    const { models, problems } = await engine.connection.request('model/list', { folders: [] });
    assert.deepEqual(problems, []);
    assert.ok(models.length > 0);
  });

  it('finds the images of a folder', async () => {
    const found = await engine.connection.request('image/find', { paths: [folder] });
    assert.deepEqual(found, [{ path: join(folder, 'empty.png'), name: 'empty' }]);
  });

  it('refuses what it cannot read, and leaves nothing behind', async () => {
    const request = { image: join(folder, 'empty.png'), into: folder, name: 'empty', model: '' };
    await assert.rejects(engine.connection.request('image/analyse', { ...request, backend: 'wasm' }), {
      code: 'image-unreadable',
    });
    assert.deepEqual(await readdir(folder), ['empty.png']);
  });

  it('complained of nothing', () => assert.deepEqual(log.lines, []));

  it('says what it is when somebody starts it by hand', () => {
    const { status, stderr } = spawnSync(process.execPath, [realEngine], { encoding: 'utf8' });
    assert.equal(status, EXIT_CODES.usage);
    assert.match(stderr, /engine of the VS Code extension.*deepliif/);
  });
});
