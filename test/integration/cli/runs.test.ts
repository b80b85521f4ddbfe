// Training runs as processes: detached, controlled by commands, resumed.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../../engine/files/writeBeside.js';
import type { RunProcess } from '../../../engine/runlog/runEvents.js';
import { until } from '../../until.js';
import { deepliif, namesIn, readJson, temporaryFolder } from './deepliif.js';
import { eventsOf, trainings, typesOf } from './trainings.js';

describe('deepliif runs', () => {
  const folder = temporaryFolder();
  const started = trainings(folder);
  beforeEach(() => started.prepare());
  afterEach(() => started.killAll());

  it('trains on without the command that began it, sleeps, wakes, changes its rates, stops and is resumed', async () => {
    const { dir, pid } = await started.begin();
    assert.ok(isAlive(pid));
    assert.equal((await readJson<RunProcess & Record<string, unknown>>(dir, 'process.json')).pid, pid);
    process.kill(pid, 'SIGHUP'); // its terminal would send this
    await until(async () => (await typesOf(dir)).includes('step'), 'a step');
    assert.ok(isAlive(pid), 'it outlives its terminal');

    const second = await deepliif('train', '--resume', dir);
    assert.equal(second.code, 2);
    assert.match(second.stderr, new RegExp(`is being trained by process ${pid}`));

    assert.equal((await deepliif('runs', 'pause', dir)).code, 0);
    await until(async () => (await typesOf(dir)).at(-1) === 'paused', 'the pause');
    const rates = await deepliif('runs', 'rates', dir, '--lr-g', '0.0005');
    assert.match(rates.stdout, /0\.0005 and 0\.001 from the next step on/);
    await until(async () => (await typesOf(dir)).includes('rates'), 'a checkpoint');
    assert.equal((await deepliif('runs', 'continue', dir)).code, 0);
    await until(async () => (await typesOf(dir)).includes('continued'), 'the end of the pause');
    await until(async () => (await typesOf(dir)).at(-1) === 'step', 'another step');

    assert.equal((await deepliif('runs', 'stop', dir)).code, 0);
    await until(() => !isAlive(pid), 'the end');
    const last = (await eventsOf(dir)).at(-1)!;
    assert.ok(last.type === 'ended' && last.why === 'stopped');
    assert.ok(!(await namesIn(dir)).includes('process.json'));
    assert.match(await readFile(join(dir, 'run.log'), 'utf8'), /Stopped after step/);
    assert.deepEqual(
      (await readdir(join(folder.path, 'runs'))).length,
      1,
      'nothing else lies beside the run',
    );

    const again = await deepliif('train', '--resume', dir, '--detach', '--json', '--backend', 'wasm');
    assert.equal(again.code, 0, again.stderr);
    started.pids.push((JSON.parse(again.stdout) as { pid: number }).pid);
    await until(async () => {
      const event = (await eventsOf(dir)).at(-1)!;
      return event.type === 'step' && event.step > last.step && event.generatorRate === 0.0005;
    }, 'a step after the resumption');
    assert.equal((await deepliif('runs', 'stop', dir)).code, 0);
    await until(() => !isAlive(started.pids.at(-1)!), 'the second end');
  });

  it('that cannot begin say why, and leave no folder', async () => {
    const none = await deepliif(
      'train',
      '--data',
      folder.path,
      '--out',
      join(folder.path, 'none'),
      '--detach',
    );
    assert.equal(none.code, 2);
    assert.match(none.stderr, /train/);
    assert.deepEqual(await namesIn(folder.path, 'none'), []);
  });

  it('refuse a command for a folder that no process trains', async () => {
    const { code, stderr } = await deepliif('runs', 'stop', folder.path);
    assert.equal(code, 2);
    assert.match(stderr, /No process trains/);
  });
});
