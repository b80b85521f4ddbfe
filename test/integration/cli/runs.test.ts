// Training runs as processes: started and left alone, told what to do, taken up again.

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RunEvent, RunProcess } from '../../../engine/runlog/runEvents.js';
import { until } from '../../until.js';
import { deepliif, FIXTURES, namesIn, ON_ONNX, readJson, temporaryFolder } from './deepliif.js';

const SIDE = 64;
const TINY = [
  ...[
    '--modalities-names',
    'dapi',
    '--net-g',
    'resnet_1blocks',
    '--net-gs',
    'unet_32',
    '--ngf',
    '1',
    '--ndf',
    '1',
  ],
  ...['--backend', 'wasm', '--lr-g', '0.001', '--lr-d', '0.001'],
];

describe('deepliif runs', () => {
  const folder = temporaryFolder();
  const pids: number[] = [];
  beforeEach(async () => {
    const train = join(folder.path, 'data', 'train');
    await mkdir(train, { recursive: true });
    const pixels = Buffer.from(Array.from({ length: 9 * SIDE * SIDE }, (_, i) => (i * i) % 251));
    await sharp(pixels, { raw: { width: 3 * SIDE, height: SIDE, channels: 3 } }).toFile(join(train, 'a.png'));
  });
  afterEach(() => {
    for (const pid of pids.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });

  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const train = (...args: string[]) =>
    deepliif(
      'train',
      '--data',
      join(folder.path, 'data'),
      '--out',
      join(folder.path, 'runs'),
      ...TINY,
      ...args,
    );
  const eventsOf = async (dir: string) =>
    (await readFile(join(dir, 'events.jsonl'), 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as RunEvent);
  const typesOf = async (dir: string) => (await eventsOf(dir)).map(({ type }) => type);
  /** Of a run that would take for ever. */
  const begin = async () => {
    const { code, stdout, stderr } = await train('--detach', '--json', '--n-epochs', '100000');
    assert.equal(code, 0, stderr);
    const { dir, pid } = JSON.parse(stdout) as { dir: string; pid: number };
    pids.push(pid);
    return { dir, pid };
  };

  it('trains on without the command that began it, sleeps, wakes, changes its rates, stops and is resumed', async () => {
    const { dir, pid } = await begin();
    assert.ok(isAlive(pid));
    assert.equal((await readJson<RunProcess & Record<string, unknown>>(dir, 'process.json')).pid, pid);
    process.kill(pid, 'SIGHUP'); // what its terminal would send
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
    pids.push((JSON.parse(again.stdout) as { pid: number }).pid);
    await until(async () => {
      const event = (await eventsOf(dir)).at(-1)!;
      return event.type === 'step' && event.step > last.step && event.generatorRate === 0.0005;
    }, 'a step after the resumption');
    assert.equal((await deepliif('runs', 'stop', dir)).code, 0);
    await until(() => !isAlive(pids.at(-1)!), 'the second end');
  });

  it('stops with a checkpoint when it is asked to end', async () => {
    const { dir, pid } = await begin();
    process.kill(pid, 'SIGTERM');
    await until(() => !isAlive(pid), 'the end');
    assert.equal((await typesOf(dir)).at(-1), 'ended');
    assert.ok((await typesOf(dir)).includes('checkpoint'));

    const forked = await deepliif('runs', 'fork', dir, '--json', '--out', join(folder.path, 'forks'));
    assert.equal(forked.code, 0, forked.stderr);
    const { dir: fork, step } = JSON.parse(forked.stdout) as { dir: string; step: number };
    assert.equal(step, (await eventsOf(dir)).at(-1)!.step);
    assert.deepEqual((await eventsOf(fork)).at(-1)!.type, 'checkpoint');
    const nowhere = await deepliif('runs', 'fork', dir, '--checkpoint', 'before-divergence');
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /has no checkpoint before-divergence; there are (best, )?step-/);

    const runs = join(folder.path, 'runs');
    const list = await deepliif('runs', 'list', runs);
    assert.match(list.stdout, /^run +status +step/);
    assert.match(list.stdout, /stopped +\d+\/100101/);
    const show = await deepliif('runs', 'show', dir, '--json');
    const shown = JSON.parse(show.stdout) as {
      status: string;
      checkpoints: { why: string }[];
      asked: { name: string };
    };
    assert.deepEqual(
      [shown.status, shown.checkpoints.at(-1)!.why, shown.asked.name],
      ['stopped', 'stopped', 'deepliif'],
    );
    assert.match((await deepliif('runs', 'show', dir)).stdout, /total\/generators/);

    const other = await train('--name', 'other', '--n-epochs', '0', '--n-epochs-decay', '0', '--seed', '7');
    assert.equal(other.code, 0, other.stderr);
    const [otherDir] = (await namesIn(runs)).filter((name) => name.endsWith('other'));
    const compare = await deepliif('runs', 'compare', dir, join(runs, otherDir!), '--json');
    const { differences } = JSON.parse(compare.stdout) as {
      differences: { option: string; values: unknown[] }[];
    };
    assert.deepEqual(differences.find(({ option }) => option === 'plan.seed')?.values, [0, 7]);
    assert.match((await deepliif('runs', 'compare', dir, join(runs, otherDir!))).stdout, /plan\.seed +0 +7/);

    const [csv, out] = [join(folder.path, 'losses.csv'), join(folder.path, 'exported')];
    const exported = await deepliif(
      'runs',
      'export',
      dir,
      '--csv',
      csv,
      '--out',
      out,
      '--checkpoint',
      'last',
    );
    assert.equal(exported.code, 0, exported.stderr);
    assert.match(await readFile(csv, 'utf8'), /^step,epoch,time,.*total\/generators/);
    for (const model of [join(dir, 'model'), out]) {
      const image = join(FIXTURES, 'deepliif', 'd_model', 'small.png');
      const result = await deepliif(
        'infer',
        image,
        '--model',
        model,
        '--out',
        join(model, '..', 'seen'),
        ...ON_ONNX,
      );
      assert.equal(result.code, 0, result.stderr);
    }
    assert.equal((await deepliif('runs', 'compare', dir)).code, 2);
    assert.equal((await deepliif('runs', 'show', runs)).code, 2);
  });

  it('that cannot begin say why, and leave nothing', async () => {
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

  it('tell when nobody trains', async () => {
    const { code, stderr } = await deepliif('runs', 'stop', folder.path);
    assert.equal(code, 2);
    assert.match(stderr, /No process trains/);
  });
});
