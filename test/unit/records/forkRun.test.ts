// Forks of runs: they go on from a checkpoint exactly as their run did, and leave it alone.

import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forkRun } from '../../../engine/records/forkRun.js';
import { resumeRun, type RunOutcome } from '../../../engine/training/run/runTraining.js';
import { eventsOf, stepsOf, tinyRuns, watching } from '../training/tinyRun.js';

describe('a fork of a run', () => {
  const runs = tinyRuns(2);
  let first: RunOutcome;
  before(async () => {
    const options = { nEpochs: 2, keepLast: 9, validateEveryEpochs: 1, sampleEveryEpochs: 1 };
    first = await runs.start('first', {}, { ...options, netGs: ['resnet_0blocks'] });
    kept = await filesOf(first.dir);
  });
  let kept: Map<string, string>;
  /** Every file's bytes. */
  const filesOf = async (dir: string) => {
    const names = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    return new Map(
      await Promise.all(
        files.map(async (file) => [file, (await readFile(file)).toString('latin1')] as const),
      ),
    );
  };
  const tensorsAt = (dir: string, step: number) =>
    readFile(join(dir, 'checkpoints', `step-${String(step).padStart(9, '0')}`, 'tensors.safetensors'));

  it('takes the steps of the first one again, bit for bit, and leaves its files alone', async () => {
    const { dir, checkpoint, step } = await forkRun(first.dir, '2');
    assert.deepEqual([checkpoint, step], ['step-000000002', 2]);
    assert.match(dir, /-first-from-2$/);
    assert.deepEqual((await stepsOf(dir)).length, 2);
    const { forkedFrom } = JSON.parse(await readFile(join(dir, 'run.json'), 'utf8')) as {
      forkedFrom: unknown;
    };
    assert.deepEqual(forkedFrom, { run: first.dir.split('/').at(-1), checkpoint, step });
    const outcome = await resumeRun(dir, 'cpu', watching());
    assert.equal(outcome.step, first.step);
    assert.deepEqual(await stepsOf(dir), await stepsOf(first.dir));
    assert.ok((await tensorsAt(dir, first.step)).equals(await tensorsAt(first.dir, first.step)));
    assert.deepEqual(await filesOf(first.dir), kept);
    const sampled = (of: string) => readdir(join(of, 'samples')).then((names) => names.sort());
    assert.deepEqual(await sampled(dir), await sampled(first.dir));
  });

  it('may learn at another rate from there on', async () => {
    const { dir } = await forkRun(first.dir, '2');
    await resumeRun(dir, 'cpu', watching(), { generatorRate: 1e-5 });
    const [mine, others] = [await stepsOf(dir), await stepsOf(first.dir)];
    assert.deepEqual(mine.slice(0, 2), others.slice(0, 2));
    assert.notDeepEqual(mine[3], others[3]);
  });

  it('knows the best checkpoint of then, or looks for one anew where that is gone', async () => {
    const validations = (await eventsOf(first.dir)).filter((event) => event.type === 'validation');
    const last = validations.at(-1)!;
    const whole = await forkRun(first.dir, 'last');
    const { best } = await stateOf(whole.dir, last.step);
    assert.ok(best && best.step <= last.step);
    if (best.step < last.step) assert.equal((await stateOf(whole.dir, 'best')).progress.step, best.step);
    // This run has lost its best checkpoint and all before the last.
    const { dir } = await forkRun(first.dir, 'last');
    await rm(join(dir, 'checkpoints', 'best'), { recursive: true, force: true });
    await changeState(dir, last.step, { best: { value: 2, step: 1 } });
    const poor = await forkRun(dir, 'last');
    assert.equal((await stateOf(poor.dir, last.step)).best, undefined);
    assert.deepEqual((await stateOf(dir, last.step)).best, { value: 2, step: 1 });
  });

  it('needs a checkpoint, and all events before it', async () => {
    await assert.rejects(forkRun(first.dir, 'before-divergence'), {
      code: 'usage',
      message: /has no checkpoint before-divergence; there are .*step-000000002/,
    });
    await assert.rejects(forkRun(runs.root, 'last'), { code: 'usage', message: /is no run/ });
    const { dir } = await forkRun(first.dir, 'step-4');
    await truncate(join(dir, 'events.jsonl'), 100);
    const folders = (await readdir(join(runs.root, 'runs'))).length;
    await assert.rejects(forkRun(dir, 'last'), {
      code: 'model-invalid',
      message: /events\.jsonl has 100 bytes, and had \d+ when the checkpoint was written; choose an earlier/,
    });
    await rm(join(dir, 'checkpoints', 'step-000000004', 'tensors.safetensors'));
    await truncate(join(dir, 'events.jsonl'), (await stat(join(first.dir, 'events.jsonl'))).size);
    await assert.rejects(forkRun(dir, 'last'), {
      code: 'model-invalid',
      message: /step-000000004 has no tensors\.safetensors\. Choose another checkpoint\.$/,
    });
    assert.equal((await readdir(join(runs.root, 'runs'))).length, folders);
  });

  const stateFile = (dir: string, step: number | string) =>
    join(
      dir,
      'checkpoints',
      typeof step === 'string' ? step : `step-${String(step).padStart(9, '0')}`,
      'state.json',
    );
  interface State {
    readonly best?: { readonly value: number; readonly step: number };
    readonly progress: { readonly step: number };
  }
  const stateOf = async (dir: string, step: number | string) =>
    JSON.parse(await readFile(stateFile(dir, step), 'utf8')) as State;
  const changeState = async (dir: string, step: number, change: object) => {
    const state = { ...(await stateOf(dir, step)), ...change };
    await rm(stateFile(dir, step));
    await writeFile(stateFile(dir, step), JSON.stringify(state));
    assert.ok((await stat(stateFile(first.dir, step))).isFile());
  };
});
