// Sweeps of small trainings as processes, one of which is killed.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../../engine/files/writeBeside.js';
import { until } from '../../until.js';
import { deepliif, namesIn, readJson, start, temporaryFolder } from './deepliif.js';
import { trainings } from './trainings.js';

interface Listed {
  readonly phase: string;
  readonly ended?: string;
  readonly trials: readonly {
    readonly number: number;
    readonly state: string;
    readonly run?: string;
    readonly reason?: string;
    readonly params: Readonly<Record<string, unknown>>;
  }[];
}

const SWEEP = {
  name: 'small',
  trials: 3,
  seed: 1,
  retries: 1,
  train: {
    ...{ data: 'data', modalitiesNames: ['dapi'], netG: 'resnet_1blocks', ngf: 1, ndf: 1, backend: 'wasm' },
    ...{ nEpochs: 2, nEpochsDecay: 0, sampleEveryEpochs: 0 },
  },
  space: {
    lrG: { low: 1e-4, high: 1e-2, log: true },
    netGs: { choices: ['unet_32', 'resnet_1blocks'] },
    norm: { choices: ['batch', 'instance'], when: { netGs: ['unet_32'] } },
  },
};

describe('deepliif sweep', () => {
  const folder = temporaryFolder('describe');
  const training = trainings(folder);
  const config = () => join(folder.path, 'small.deepliif-sweep.json');
  let sweep = '';
  const listed = async () => JSON.parse((await deepliif('sweep', 'list', sweep, '--json')).stdout) as Listed;

  before(async () => {
    await training.prepare();
    await writeFile(config(), JSON.stringify(SWEEP));
  });

  it('is killed while a trial trains; another worker finishes that trial and the sweep', async () => {
    const { child, finished } = start(['sweep', 'start', config(), '--out', join(folder.path, 'sweeps')]);
    await until(async () => {
      const [name] = await namesIn(folder.path, 'sweeps');
      if (name === undefined || name.startsWith('.')) return false;
      sweep = join(folder.path, 'sweeps', name);
      return (await readFile(join(sweep, 'journal.log'), 'utf8').catch(() => '')).includes('"run"');
    }, 'a trial trains');
    child.kill('SIGKILL');
    await finished;
    assert.deepEqual(
      (await listed()).trials.map(({ state }) => state),
      ['running'],
    );

    const { code, stderr } = await deepliif('sweep', 'resume', sweep);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /trial 0 is taken over/);
    assert.match(stderr, /tried 3 trials, as asked/);
    const { trials } = await listed();
    assert.deepEqual(
      trials.map(({ state }) => state),
      ['complete', 'complete', 'complete'],
    );
    for (const { params, run } of trials) {
      assert.equal('norm' in params, params.netGs === 'unet_32');
      assert.ok(run !== undefined && (await namesIn(sweep, run)).includes('model'));
    }
    assert.deepEqual(await namesIn(sweep, 'leases'), []);
  }).timeout(300_000);

  it('takes the trial that the user has chosen', async () => {
    assert.equal((await deepliif('sweep', 'enqueue', sweep, '{"lrG": 5}')).code, 2);
    const { code, stdout } = await deepliif('sweep', 'enqueue', sweep, '{"lrG": 0.002, "netGs": "unet_32"}');
    assert.equal(code, 0);
    assert.match(stdout, /trial 3 waits/);
    assert.equal((await deepliif('sweep', 'worker', sweep)).code, 0);
    const last = (await listed()).trials[3]!;
    assert.deepEqual([last.state, last.params.lrG, last.params.netGs], ['complete', 0.002, 'unet_32']);
  }).timeout(120_000);

  it('shows the best trial and what matters, and writes a table', async () => {
    assert.match((await deepliif('sweep', 'best', sweep)).stdout, /Best trial:\n {2}trial \d/);
    const importance = JSON.parse((await deepliif('sweep', 'importance', sweep, '--json')).stdout) as {
      readonly pedAnova: Readonly<Record<string, number>>;
    };
    assert.deepEqual(Object.keys(importance.pedAnova).sort(), ['lrG', 'netGs', 'norm']);
    const csv = join(folder.path, 'trials.csv');
    assert.equal((await deepliif('sweep', 'export', sweep, '--csv', csv)).code, 0);
    const lines = (await readFile(csv, 'utf8')).trim().split(/\r?\n/);
    assert.equal(lines[0], 'number,state,val/segmentation/l1,lrG,netGs,norm,run,reason');
    assert.equal(lines.length, 5);
  });

  it('is refused before its folder exists if the space is wrong', async () => {
    await writeFile(config(), JSON.stringify({ ...SWEEP, space: { norm: { choices: ['layer'] } } }));
    const { code, stderr } = await deepliif('sweep', 'start', config(), '--out', join(folder.path, 'none'));
    assert.equal(code, 2);
    assert.match(stderr, /space\.norm/);
    assert.deepEqual(await namesIn(folder.path, 'none'), []);
  });
});

describe('deepliif sweep, steered', () => {
  // Processes write into the folder, so they end before it is removed.
  after(async () => {
    if (sweep === '') return;
    const folders = async (name: string) =>
      (await namesIn(sweep, name)).map((one) => join(sweep, name, one, 'process.json'));
    const cards = [...(await folders('processes')), ...(await folders('runs'))];
    const found = await Promise.all(cards.map((card) => readJson(card).catch(() => ({ pid: 0 }))));
    const pids = found.map(({ pid }) => Number(pid)).filter((pid) => pid > 0);
    training.pids.push(...pids);
    training.killAll();
    await until(() => !pids.some(isAlive), 'all processes have ended');
  });
  const folder = temporaryFolder('describe');
  const training = trainings(folder);
  const endless = {
    ...{ ...SWEEP, name: 'long', trials: 3, retries: 3 },
    train: { ...SWEEP.train, nEpochs: 100_000 },
    space: { lrG: { low: 1e-4, high: 1e-2, log: true }, netGs: { choices: ['unet_32'] } },
  };
  const config = () => join(folder.path, 'long.deepliif-sweep.json');
  let sweep = '';
  const ok = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await deepliif('sweep', ...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const listed = async () => JSON.parse(await ok('list', sweep, '--json')) as Listed;
  const log = () => readFile(join(sweep, 'sweep.log'), 'utf8').catch(() => '');
  const logged = (words: string) => until(async () => (await log()).includes(words), words);

  before(() => training.prepare());
  it('works in a process of its own, with as many trials at the same time as asked for', async () => {
    await writeFile(config(), `// A comment is allowed.\n${JSON.stringify(endless)}`);
    sweep = (await ok('start', config(), '--out', join(folder.path, 'sweeps'), '--detach')).trim();
    await logged('trial 0 begins');
    await ok('workers', sweep, '2');
    await logged('trial 1 begins');
    await ok('workers', sweep, '1');
    await ok('stop-trial', sweep, '1');
    await logged('trial 1 failed: Stopped by hand.');
  }).timeout(120_000);

  it('pauses, changes its space, stops a trial, and ends', async () => {
    await ok('pause', sweep);
    await logged('trial 0 pauses');
    const space = { ...endless.space, lrG: { ...endless.space.lrG, high: 2e-2 } };
    await writeFile(config(), JSON.stringify({ ...endless, train: SWEEP.train, space }));
    assert.match(await ok('change', sweep, config()), /from trial 2 on/);
    await ok('continue', sweep);
    await logged('trial 0 continues');
    await ok('stop-trial', sweep, '0');
    await logged('It has tried 3 trials, as asked.');
    const { trials, ended } = await listed();
    assert.deepEqual(
      trials.map(({ state, reason }) => [state, reason]),
      [
        ['failed', 'Stopped by hand.'],
        ['failed', 'Stopped by hand.'],
        ['complete', undefined],
      ],
    );
    assert.equal(ended, 'It has tried 3 trials, as asked.');
  }).timeout(120_000);

  it('continues a trial from its checkpoint, as a new trial', async () => {
    assert.match(await ok('retry', sweep, '0', '--from-checkpoint'), /trial 3 waits/);
    await ok('resume', sweep, '--detach');
    await logged('trial 3 continues trial 0 after step');
    const fork = (await namesIn(sweep, 'runs')).find((run) => run.includes('-from-'))!;
    const { forkedFrom } = await readJson<{ readonly forkedFrom: object }>(sweep, 'runs', fork, 'run.json');
    assert.ok('step' in forkedFrom);
    await until(async () => (await readFile(join(sweep, 'journal.log'), 'utf8')).includes(fork), 'it trains');
    await ok('stop-trial', sweep, '3');
    await logged('trial 3 failed: Stopped by hand.');
  }).timeout(120_000);
});
