// Training runs as the extension starts and steers them: by requests to its engine, whose end they outlive.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../../engine/files/writeBeside.js';
import { startProcess, type EngineProcess } from '../../../extension/engine/process.js';
import { until } from '../../until.js';
import { realEngine, testLog } from '../../unit/extension/engine/scripts.js';
import { TINY_OPTIONS, writeSamples } from '../../unit/training/tinyRun.js';

describe('training runs of an engine', () => {
  let root: string;
  let engine: EngineProcess;
  let pid: number | undefined;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-engine-runs-'));
    await writeSamples(root, 1);
    await writeFile(
      join(root, 'tiny.deepliif-train.json'),
      JSON.stringify({ ...TINY_OPTIONS, backend: 'wasm', data: 'data', nEpochs: 100_000 }),
    );
  });
  beforeEach(() => {
    engine = startProcess(realEngine, testLog());
  });
  afterEach(() => engine.stop());
  after(async () => {
    if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
    await rm(root, { recursive: true });
  });

  it('go on when it ends, and take commands from the next one', async function () {
    this.timeout(300_000);
    const started = await engine.connection.request('run/start', {
      ...{
        config: join(root, 'tiny.deepliif-train.json'),
        options: { name: 'asked' },
        runs: join(root, 'runs'),
      },
    });
    pid = started.pid;
    assert.match(started.folder, /runs.\d{4}-\d\d-\d\d-\d{6}-asked$/);
    await engine.stop();
    assert.ok(isAlive(pid), 'it outlives the engine');

    engine = startProcess(realEngine, testLog());
    const tell = (command: 'pause' | 'stop') =>
      engine.connection.request('run/command', { folder: started.folder, command: { command } });
    await tell('pause');
    const events = () => readFile(join(started.folder, 'events.jsonl'), 'utf8');
    await until(async () => (await events()).includes('"paused"'), 'the pause');
    await tell('stop');
    await until(() => !isAlive(pid!), 'the end');
    await assert.rejects(tell('stop'), /No process trains/);

    const resumed = await engine.connection.request('run/resume', {
      ...{ folder: started.folder, backend: 'wasm', generatorRate: 1e-5 },
    });
    pid = resumed.pid;
    assert.equal(resumed.folder, started.folder);
    await until(async () => /"type":"step".*"generatorRate":0.00001/.test(await events()), 'a step');
    await tell('stop');
    await until(() => !isAlive(pid!), 'the second end');
  });

  it('that cannot begin say why', async () => {
    const start = (options: object) =>
      engine.connection.request('run/start', { options: { ...options }, runs: join(root, 'others') });
    await assert.rejects(start({ nEpoch: 3 }), /no option "nEpoch". Is "nEpochs" meant/);
    await assert.rejects(start({}), /Name the data folder/);
    await assert.rejects(start({ data: join(root, 'nowhere') }), /nowhere/);
  });
});
