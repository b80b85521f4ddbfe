// TensorBoard's folders as `deepliif runs list|show|compare|export --csv` see them; numbers of test/fixtures/tensorboard,
// whose expected.json TensorBoard has made.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLossesCsv } from '../../../engine/runs/lossesCsv.js';
import { listRuns, readRun } from '../../../engine/reading/readRun.js';
import { compareRuns, summaryOf } from '../../../engine/reading/runSummary.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/tensorboard/', import.meta.url));

describe('TensorBoard’s folders among the runs', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-boards-'));
    for (const name of ['pytorch', 'tensorflow'])
      await cp(join(FIXTURES, name), join(root, name), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are listed, and a folder that has event files itself with those in it', async () => {
    const listed = async (folder: string) =>
      (await listRuns(folder)).map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(await listed(root), ['tensorboard pytorch', 'tensorboard tensorflow']);
    await cp(join(root, 'tensorflow'), join(root, 'pytorch', 'eval'), { recursive: true });
    assert.deepEqual(await listed(join(root, 'pytorch')), ['tensorboard pytorch', 'tensorboard eval']);
  });

  it('have last and best values, of tags that are written rarely too', async () => {
    const summary = summaryOf(await readRun(join(root, 'pytorch')));
    assert.deepEqual([summary.kind, summary.status, summary.step], ['tensorboard', 'done', 40]);
    // 1 / step up to 20, 3 / step from 21 on, in float32.
    const least = Math.fround(1 / 20);
    assert.deepEqual(summary.losses['loss/train'], {
      last: Math.fround(3 / 40),
      best: { step: 20, value: least },
    });
    assert.deepEqual(summary.losses['loss/none'], { last: 0.5, best: { step: 8, value: 0.5 } });
    assert.deepEqual(summary.metrics['val/loss']!.last, Math.fround(2 / 20));
  });

  it('are compared by their hyperparameters', async () => {
    const runs = await listRuns(root);
    const { differences } = compareRuns(runs);
    assert.deepEqual(
      differences.find(({ option }) => option === 'lr'),
      { option: 'lr', values: [2e-4, undefined] },
    );
  });

  it('are written as a table, with every value once', async () => {
    const file = join(root, 'curves.csv');
    const { log } = await readRun(join(root, 'pytorch'));
    await writeLossesCsv(log.state, file);
    const [head, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
    assert.equal(
      head,
      'step,epoch,time,loss/train,loss/none,loss/new-style,loss/double,hparam/dice,val/loss',
    );
    assert.equal(lines.length, 40);
    assert.equal(lines[4], `5,0,2017-07-14T02:40:05.000Z,${Math.fround(1 / 5)},,,,,${Math.fround(2 / 5)}`);
  });

  it('have lines of their own for validations between the steps', async () => {
    const { log } = await readRun(join(root, 'pytorch'));
    const file = join(root, 'few.csv');
    await writeLossesCsv({ ...log.state, steps: { ...log.state.steps, count: 7 } }, file);
    const steps = (await readFile(file, 'utf8')).trimEnd().split('\r\n').slice(1).map((line) => line.split(',')[0]); // prettier-ignore
    assert.deepEqual(steps, ['1', '2', '3', '4', '5', '6', '7', '10', '15', '20']);
  });
});
