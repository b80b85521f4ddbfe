import assert from 'node:assert/strict';
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listRuns, readListedRun } from '../../../engine/reading/listRuns.js';
import { encodeRecord } from '../../../engine/records/tensorBoardEvents.js';
import { lines, started, step, writeRun } from './writtenRun.js';

const TENSORBOARD = fileURLToPath(new URL('../../../../test/fixtures/tensorboard/', import.meta.url));

describe('runs in a list', () => {
  let runs: string;
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'deepliif-runs-'));
  });
  afterEach(() => rm(runs, { recursive: true, force: true }));

  const later = (hour: number) => ({ ...started, time: `2026-11-28T${hour}:00:00.000Z` });

  it('come newest first, with what they were asked for', async () => {
    await writeRun(join(runs, 'a'), { name: 'a', plan: { batchSize: 2 } }, [later(10)]);
    await writeRun(join(runs, 'b'), {}, [later(12)]);
    await writeRun(join(runs, 'c'), {}, [later(11)]);
    const listed = await listRuns([runs, join(runs, 'missing')]);
    assert.deepEqual(listed.map(({ name }) => name), ['b', 'c', 'a']); // prettier-ignore
    assert.deepEqual(listed[2]!.asked, { schemaVersion: 1, name: 'a', plan: { batchSize: 2 } });
  });

  it('may lie further below, and are named by their path then', async () => {
    await writeRun(join(runs, 'a'), {}, [later(10)]);
    await writeRun(join(runs, 'experiment/seed 1'), {}, [later(11)]);
    await writeRun(join(runs, 'a/checkpoints/b'), {}, [later(12)]); // a run holds no others
    assert.deepEqual((await listRuns([runs])).map(({ name }) => name), ['experiment/seed 1', 'a']); // prettier-ignore
  });

  it('have the state of both ends of a long file', async () => {
    const folder = await writeRun(join(runs, 'a'), {}, [started]);
    await appendFile(join(folder, 'events.jsonl'), lines(...Array.from({ length: 8000 }, (_, i) => step(i + 1)))); // prettier-ignore
    const [run] = await listRuns([runs]);
    assert.equal(run!.state.step, 8000);
    assert.equal(run!.state.started!.epochs, 2);
    assert.ok(run!.state.steps.count < 8000);
  });

  it('are not read again while nothing has changed', async () => {
    const folder = await writeRun(join(runs, 'a'), {}, [started, step(1)]);
    const before = await readListedRun(folder);
    const same = await readListedRun(folder, before);
    assert.equal(same!.state, before!.state);
    await appendFile(join(folder, 'events.jsonl'), lines(step(2)));
    const after = await readListedRun(folder, same);
    assert.deepEqual([after!.state.step, after!.asked], [2, before!.asked]);
  });

  it('say why their run.json cannot be read', async () => {
    const folder = await writeRun(join(runs, 'a'), {}, [started, step(1)]);
    await writeFile(join(folder, 'run.json'), '[');
    const [broken] = await listRuns([runs]);
    assert.match(broken!.problem!, /run\.json: cannot be read as JSON.*restore the file from a copy/);
    assert.deepEqual([broken!.asked, broken!.state.step], [{}, 1]);
    await writeFile(join(folder, 'run.json'), '{"schemaVersion":1}');
    const mended = await readListedRun(folder, broken);
    assert.deepEqual([mended!.problem, mended!.asked], [undefined, { schemaVersion: 1 }]);
  });

  it('are not folders of other kinds, nor hidden ones', async () => {
    await writeRun(join(runs, 'a'));
    await writeRun(join(runs, '.half-done'));
    await mkdir(join(runs, 'pictures'));
    await mkdir(join(runs, 'no-file', 'run.json'), { recursive: true });
    assert.deepEqual((await listRuns([runs])).map(({ name }) => name), ['a']); // prettier-ignore
    assert.equal(await readListedRun(join(runs, 'pictures')), undefined);
  });

  it('may be the folder that was given', async () => {
    const folder = await writeRun(join(runs, 'a'), {}, [started]);
    await mkdir(join(folder, 'samples'));
    assert.deepEqual((await listRuns([folder])).map(({ name }) => name), ['a']); // prettier-ignore
  });

  describe('of TensorBoard', () => {
    let folder: string;
    beforeEach(async () => {
      folder = join(runs, 'pytorch');
      await cp(join(TENSORBOARD, 'pytorch'), folder, { recursive: true });
    });

    it('are folders with event files, also inside of one another', async () => {
      await cp(join(TENSORBOARD, 'tensorflow'), join(folder, 'eval'), { recursive: true });
      const kinds = async (from: string) =>
        (await listRuns([from])).map(({ kind, name }) => `${kind} ${name}`).sort();
      assert.deepEqual(await kinds(runs), ['tensorboard pytorch', 'tensorboard pytorch/eval']);
      assert.deepEqual(await kinds(folder), ['tensorboard eval', 'tensorboard pytorch']);
    });

    it('have their hyperparameters, which are read again when a file has changed', async () => {
      const [run] = await listRuns([runs]);
      assert.deepEqual({ ...run!.asked }, { lr: 2e-4, net: 'unet_512', flip: 1 });
      assert.deepEqual([run!.status, run!.live], ['elsewhere', false]);
      assert.equal((await readListedRun(folder, run))!.state, run!.state);
      const event = encodeRecord({ wallTime: 1, step: 1, summary: [{ tag: 'a', scalar: 1 }] });
      await writeFile(join(folder, 'events.out.tfevents.1500000900.host.9.0'), event);
      const again = await readListedRun(folder, run);
      assert.notEqual(again!.state, run!.state);
      assert.deepEqual(again!.asked, run!.asked);
    });
  });
});
