// A sweep over a queue with real processes: a Redis server, the sweep, and workers, some of which are killed.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../../engine/files/writeBeside.js';
import { processOf } from '../../../engine/reading/processCard.js';
import { until } from '../../until.js';
import { deepliif, namesIn, start, temporaryFolder } from './deepliif.js';
import { hasRedis, startRedis, type RedisServer } from './redisServer.js';
import { trainings, typesOf } from './trainings.js';

const PASSWORD = 'a-password-that-nobody-may-see';
const TRIALS = 3;
const SWEEP = {
  ...{ name: 'queued', trials: TRIALS, seed: 1, pruner: { kind: 'none' } },
  train: {
    ...{ data: 'data', modalitiesNames: ['dapi'], netG: 'resnet_1blocks', netGs: 'unet_32', ngf: 1, ndf: 1 },
    ...{ backend: 'wasm', nEpochs: 3, nLayersD: 1, nEpochsDecay: 0, sampleEveryEpochs: 0 },
  },
  space: { lrG: { low: 1e-4, high: 1e-2, log: true } },
};

interface Listed {
  readonly trials: readonly {
    readonly number: number;
    readonly state: string;
    readonly run?: string;
    readonly reason?: string;
  }[];
}

describe('deepliif worker', () => {
  const folder = temporaryFolder('describe');
  const training = trainings(folder);
  const config = () => join(folder.path, 'queued.deepliif-sweep.json');
  const sweeps = () => join(folder.path, 'sweeps');
  const own = () => join(folder.path, 'own');
  const children: ReturnType<typeof start>[] = [];
  let redis: RedisServer;
  let sweep = '';

  before(async function () {
    if (!hasRedis) {
      process.stderr.write(
        '  Not tested: queues over Redis. Install redis-server (apt-get install redis-server).\n',
      );
      this.skip();
    }
    process.env.DEEPLIIF_QUEUE_PASSWORD = PASSWORD;
    redis = await startRedis(PASSWORD);
    await training.prepare();
    await writeFile(config(), JSON.stringify(SWEEP));
  });

  after(async () => {
    delete process.env.DEEPLIIF_QUEUE_PASSWORD;
    for (const { child } of children) if (child.exitCode === null) child.kill('SIGKILL');
    training.killAll();
    await redis?.stop();
  });

  const begin = (...args: readonly string[]) => {
    const one = start([...args, '--queue', redis.address]);
    children.push(one);
    return one;
  };
  const beginShared = () => begin('worker', '--shared', sweeps(), '--lease', '2');
  const beginOwn = () => begin('worker', '--out', own(), '--data', join(folder.path, 'data'), '--lease', '2');
  const killed = async ({ child }: ReturnType<typeof start>) => {
    const end = once(child, 'exit');
    child.kill('SIGKILL');
    await end;
  };
  /** Folder and process of a run that trains below a folder, once there is one. */
  const trainingIn = async (...place: readonly string[]) => {
    let found: { readonly dir: string; readonly pid: number } | undefined;
    await until(
      async () => {
        for (const name of await namesIn(...place)) {
          const state = await processOf(join(...place, name));
          if (state.is === 'alive') found = { dir: join(...place, name), pid: state.process.pid };
        }
        return found !== undefined;
      },
      `a run trains in ${place.join('/')}`,
    );
    training.pids.push(found!.pid);
    return found!;
  };

  it('refuses a wrong password, and a server that does not answer, without showing the password', async () => {
    process.env.DEEPLIIF_QUEUE_PASSWORD = 'wrong';
    const refused = await deepliif('worker', '--shared', sweeps(), '--queue', redis.address);
    process.env.DEEPLIIF_QUEUE_PASSWORD = PASSWORD;
    assert.equal(refused.code, 6);
    assert.match(refused.stderr, /refuses the user or the password/);
    const silent = await deepliif(
      'sweep',
      'start',
      config(),
      '--out',
      sweeps(),
      '--queue',
      `redis://:${PASSWORD}@127.0.0.1:1`,
    );
    assert.equal(silent.code, 6);
    assert.match(silent.stderr, /no server answers at port 1 of 127\.0\.0\.1/);
    assert.ok(!silent.stderr.includes(PASSWORD));
    assert.deepEqual(await namesIn(sweeps()), [], 'no folder of a sweep that cannot begin');
  });

  it('finishes a sweep whose workers, machine and producer are killed: each trial ends once', async () => {
    const producer = begin('sweep', 'start', config(), '--out', sweeps(), '--workers', '3');
    await until(
      async () => (await namesIn(sweeps())).some((name) => !name.startsWith('.')),
      'the sweep begins',
    );
    sweep = join(
      sweeps(),
      (await namesIn(sweeps())).find((name) => !name.startsWith('.'))!,
    );
    const ownRuns = async () => (await namesIn(own())).map((name) => join(own(), name))[0] ?? own();

    // A machine without the shared disk loses its worker: the training ends with it.
    const alone = beginOwn();
    await until(async () => (await namesIn(await ownRuns())).length > 0, 'a run on the machine of its own');
    const lonely = await trainingIn(await ownRuns());
    await killed(alone);

    // A machine that shares the disk dies: its training, too.
    const first = beginShared();
    const shared = await trainingIn(sweep, 'runs');
    await until(async () => (await typesOf(shared.dir)).includes('checkpoint'), 'the run has a checkpoint');
    await killed(first);
    process.kill(shared.pid, 'SIGKILL');

    // The sweep's process dies, and another one continues.
    await killed(producer);
    const [second, third] = [beginShared(), beginShared()];
    const { code, stderr } = await begin('sweep', 'resume', sweep, '--workers', '3').finished;
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`tried ${TRIALS} trials, as asked`));

    const { trials } = JSON.parse((await deepliif('sweep', 'list', sweep, '--json')).stdout) as Listed;
    assert.deepEqual(
      trials.map(({ state, reason }) => reason ?? state),
      trials.map(() => 'complete'),
    );
    assert.equal(trials.length, TRIALS);
    const journal = await readFile(join(sweep, 'journal.log'), 'utf8');
    const ends = journal
      .split('\n')
      .filter((line) => line.includes('"op_code":6') && line.includes('"state":1'));
    assert.equal(ends.length, TRIALS, 'each trial has one end');
    for (const { run } of trials) assert.ok((await namesIn(sweep, run!)).includes('model'));
    const starts = (await typesOf(shared.dir)).filter((type) => type === 'started');
    assert.equal(starts.length, 2, 'the run of the machine that died was resumed');
    const runs = await namesIn(sweep, 'runs');
    assert.equal(
      runs.length,
      new Set(runs.map((name) => /trial-\d+$/.exec(name)![0])).size,
      'one run per trial',
    );
    assert.deepEqual(await namesIn(sweep, 'leases'), []);
    assert.deepEqual(
      (await redis.keys()).filter((key) => /-\d+$/.test(key)),
      [],
      'no job is left in the queue',
    );
    await until(() => !isAlive(lonely.pid), 'the training without its worker has ended');

    for (const { child } of [second, third]) child.kill('SIGTERM');
    for (const { finished } of [second, third]) assert.match((await finished).stderr, /The worker ends/);
  }).timeout(180_000);
});
