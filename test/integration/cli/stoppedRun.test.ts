// A run that was asked to end: it stops with a checkpoint, and is listed, shown, compared, forked and exported.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../../engine/files/writeBeside.js';
import { until } from '../../until.js';
import { deepliif, FIXTURES, namesIn, ON_ONNX, temporaryFolder } from './deepliif.js';
import { eventsOf, trainings, typesOf } from './trainings.js';

describe('a run that was asked to end', () => {
  const folder = temporaryFolder('describe');
  const started = trainings(folder);
  const runs = () => join(folder.path, 'runs');
  let dir: string;
  before(async () => {
    await started.prepare();
    const { dir: begun, pid } = await started.begin();
    dir = begun;
    process.kill(pid, 'SIGTERM');
    await until(() => !isAlive(pid), 'the end');
  });
  after(() => started.killAll());

  it('stopped with a checkpoint', async () => {
    assert.equal((await typesOf(dir)).at(-1), 'ended');
    assert.ok((await typesOf(dir)).includes('checkpoint'));
  });

  it('is forked from its last checkpoint, and from none that it does not have', async () => {
    const forked = await deepliif('runs', 'fork', dir, '--json', '--out', join(folder.path, 'forks'));
    assert.equal(forked.code, 0, forked.stderr);
    const { dir: fork, step } = JSON.parse(forked.stdout) as { dir: string; step: number };
    assert.equal(step, (await eventsOf(dir)).at(-1)!.step);
    assert.equal((await typesOf(fork)).at(-1), 'checkpoint');
    const nowhere = await deepliif('runs', 'fork', dir, '--checkpoint', 'before-divergence');
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /has no checkpoint before-divergence; there are (best, )?step-/);
  });

  it('is listed with what became of it', async () => {
    const list = await deepliif('runs', 'list', runs());
    assert.match(list.stdout, /^run +status +step/);
    assert.match(list.stdout, /stopped +\d+\/100101/);
  });

  it('is shown, for people and for machines', async () => {
    const { stdout } = await deepliif('runs', 'show', dir, '--json');
    const shown = JSON.parse(stdout) as {
      status: string;
      checkpoints: { why: string }[];
      asked: { name: string };
    };
    assert.deepEqual(
      [shown.status, shown.checkpoints.at(-1)!.why, shown.asked.name],
      ['stopped', 'stopped', 'deepliif'],
    );
    assert.match((await deepliif('runs', 'show', dir)).stdout, /total\/generators/);
    assert.equal((await deepliif('runs', 'show', runs())).code, 2);
  });

  it('is compared with another', async () => {
    const short = ['--n-epochs', '0', '--n-epochs-decay', '0'];
    const other = await started.train('--name', 'other', ...short, '--seed', '7');
    assert.equal(other.code, 0, other.stderr);
    const name = (await namesIn(runs())).find((each) => each.endsWith('other'))!;
    const compare = await deepliif('runs', 'compare', dir, join(runs(), name), '--json');
    const { differences } = JSON.parse(compare.stdout) as {
      differences: { option: string; values: unknown[] }[];
    };
    assert.deepEqual(differences.find(({ option }) => option === 'plan.seed')?.values, [0, 7]);
    assert.match((await deepliif('runs', 'compare', dir, join(runs(), name))).stdout, /plan\.seed +0 +7/);
    assert.equal((await deepliif('runs', 'compare', dir)).code, 2);
  });

  it('has a model, and is exported as another and as curves', async () => {
    const [csv, out] = [join(folder.path, 'losses.csv'), join(folder.path, 'exported')];
    const flags = ['--csv', csv, '--out', out, '--checkpoint', 'last'];
    const exported = await deepliif('runs', 'export', dir, ...flags);
    assert.equal(exported.code, 0, exported.stderr);
    assert.match(await readFile(csv, 'utf8'), /^step,epoch,time,.*total\/generators/);
    const image = join(FIXTURES, 'deepliif', 'd_model', 'small.png');
    for (const model of [join(dir, 'model'), out]) {
      const seen = join(model, '..', 'seen');
      const result = await deepliif('infer', image, '--model', model, '--out', seen, ...ON_ONNX);
      assert.equal(result.code, 0, result.stderr);
    }
  });
});
