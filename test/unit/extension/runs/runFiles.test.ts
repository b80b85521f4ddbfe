// Reading runs from the disk: while they are written, cut, moved, damaged, or in another place than they were made.

import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunLog } from '../../../../engine/runlog/runLog.js';
import { columnOf } from '../../../../engine/runlog/runTable.js';
import { newAlarms } from '../../../../extension/runs/alarms.js';
import { runsOfConfig } from '../../../../extension/runs/configRuns.js';
import { followFile } from '../../../../extension/runs/followFile.js';
import { listRuns, readListedRun } from '../../../../extension/runs/listRuns.js';
import { presenceOf } from '../../../../extension/runs/presence.js';
import { flatConfig, readRunConfig } from '../../../../extension/runs/runConfig.js';
import { runHead } from '../../../../extension/runs/runHead.js';
import { openRunReader } from '../../../../extension/runs/runReader.js';
import { runDescription } from '../../../../extension/runs/runText.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 28, 10, 0, second)).toISOString();
const started = {
  type: 'started',
  time: at(0),
  step: 0,
  backend: 'TensorFlow.js on the CPU',
  host: hostname(),
  pid: 42,
  epochs: 2,
  stepsPerEpoch: 1000,
  losses: ['total/generators'],
  metrics: ['val/segmentation/dice'],
  images: [],
};
const step = (n: number, loss = 1 / n) => ({
  type: 'step',
  time: at(n % 3600),
  step: n,
  epoch: 1 + Math.floor((n - 1) / 1000),
  generatorRate: 2e-4,
  discriminatorRate: 2e-4,
  stepMs: 1000,
  memoryMiB: 100,
  losses: { 'total/generators': loss },
});
const lines = (...events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

describe('runs on the disk', () => {
  let runs: string;
  let folder: string;
  let events: string;
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'deepliif-runs-'));
    folder = join(runs, '2026-11-28-100000-a');
    events = join(folder, 'events.jsonl');
    await mkdir(folder);
    await writeFile(
      join(folder, 'run.json'),
      JSON.stringify({ schemaVersion: 1, name: 'a', plan: { batchSize: 2 } }),
    );
  });
  afterEach(() => rm(runs, { recursive: true, force: true }));

  it('are read in pieces of a mebibyte to what all of their text says', async () => {
    const alarm = { type: 'alarm', time: at(1), step: 1, kind: 'divergence', message: 'größer als 10 × 🔬' };
    const text = `\ufeff${lines(
      started,
      ...Array.from({ length: 9000 }, (_, i) =>
        i % 7 === 3 ? { ...alarm, step: i + 1 } : step(i + 1, Math.fround(1 / (i + 1))),
      ),
    )}{"type":"step","time"`;
    await writeFile(events, text);
    const reader = openRunReader(folder);
    let pieces = 0;
    await reader.read(() => pieces++);
    assert.ok(pieces > 1);
    const log = readRunLog();
    log.push(text.slice(1)); // without its byte order mark, as a TextDecoder reads it
    assert.deepEqual(
      [reader.log.state, reader.log.lines, reader.log.problems],
      [log.state, log.lines, log.problems],
    );
    await appendFile(events, `:"${at(9)}"}\n${lines(step(9001))}`);
    await reader.read();
    assert.equal(reader.log.problems.length, 1);
    assert.equal(reader.log.state.step, 9001);
  });

  describe('are read', () => {
    it('as they grow, each byte once, cut lines and letters and all', async () => {
      const text = lines(started, { ...step(1), losses: { 'total/générateurs': 0.5 } }, step(2));
      const bytes = Buffer.from(text);
      const reader = openRunReader(folder);
      assert.equal(await reader.read(), false); // no file yet
      for (let i = 0; i < bytes.length; i += 100) {
        await appendFile(events, bytes.subarray(i, i + 100));
        assert.equal(await reader.read(), true);
        assert.equal(await reader.read(), false);
      }
      assert.equal(reader.log.state.steps.count, 2);
      assert.equal(reader.log.problems.length, 0);
      assert.equal(columnOf(reader.log.state.steps, 'total/générateurs')![0], 0.5);
    });

    it('again from the beginning after a resumed run has cut its file', async () => {
      const kept = lines(started, step(1), step(2));
      await writeFile(events, kept + lines(step(3), step(4)));
      const reader = openRunReader(folder);
      await reader.read();
      await truncate(events, Buffer.byteLength(kept));
      await reader.read();
      assert.equal(reader.log.state.steps.count, 2);
      // It may have grown beyond where it was before anybody looks.
      await appendFile(events, lines(step(3, 7), step(4, 7)));
      await reader.read();
      await truncate(events, Buffer.byteLength(kept));
      await appendFile(events, lines({ ...started, step: 2 }, step(3, 9), step(4, 9), step(5, 9)));
      await reader.read();
      assert.deepEqual([...columnOf(reader.log.state.steps, 'total/generators')!], [1, 0.5, 9, 9, 9]);
    });

    it('again when another file is in its place', async () => {
      await writeFile(events, lines(started, step(1)));
      const reader = openRunReader(folder);
      await reader.read();
      await writeFile(`${events}.new`, lines(started, step(1, 5), step(2, 5)));
      await rename(`${events}.new`, events);
      await reader.read();
      assert.deepEqual([...columnOf(reader.log.state.steps, 'total/generators')!], [5, 5]);
      await rm(events);
      assert.equal(await reader.read(), true);
      assert.equal(reader.log.state.steps.count, 0);
    });

    it('as soon as something is written; npm run bench:dashboard says how soon', async () => {
      await writeFile(events, lines(started));
      const reader = openRunReader(folder);
      await reader.read();
      for (let n = 1; n <= 5; n++) {
        let seen: () => void = () => undefined;
        const done = new Promise<void>((resolve) => (seen = resolve));
        const following = followFile(
          folder,
          'events.jsonl',
          200,
          () => void reader.read().then((is) => is && seen()),
        );
        await appendFile(events, lines(step(n)));
        await done;
        following.dispose();
      }
      assert.equal(reader.log.state.steps.count, 5);
    });
  });

  describe('are listed', () => {
    it('with their state, of the two ends of long files too', async () => {
      const many = Array.from({ length: 8000 }, (_, i) => step(i + 1));
      await writeFile(
        events,
        lines(started, ...many.slice(0, 1900), { type: 'paused', time: at(1), step: 1900 }),
      );
      let [run] = await listRuns([runs]);
      assert.equal(run!.state.steps.count, 1900);
      await writeFile(events, lines(started, ...many));
      [run] = await listRuns([runs]);
      assert.equal(run!.state.step, 8000);
      assert.equal(run!.state.started!.epochs, 2);
      assert.ok(run!.state.steps.count < 8000);
      assert.deepEqual(run!.config, { name: 'a', 'plan.batchSize': 2 });
      assert.equal(run!.status, 'dead'); // no process.json, and no end
      assert.match(runDescription(run!), /epoch 8\/8 · step 8,000 · generators 0\.000125/);
    });

    it('with their process: alive, gone, of another machine', async () => {
      await writeFile(events, lines(started, step(1)));
      const processOf = (pid: number, host: string) =>
        writeFile(
          join(folder, 'process.json'),
          JSON.stringify({ schemaVersion: 1, pid, host, socket: '/s', started: at(0) }),
        );
      assert.equal(await presenceOf(folder), 'gone');
      await processOf(process.pid, hostname());
      assert.equal(await presenceOf(folder), 'alive');
      assert.equal((await readListedRun(folder))!.live, true);
      assert.equal(await presenceOf(folder, () => false), 'gone');
      await processOf(process.pid, 'cluster-7');
      assert.equal(await presenceOf(folder), 'elsewhere');
      await writeFile(join(folder, 'process.json'), '{"pid":');
      assert.equal(await presenceOf(folder), 'gone');
    });

    it('though damaged, with the reason', async () => {
      await writeFile(join(folder, 'run.json'), '[');
      const [run] = await listRuns([runs]);
      assert.match(run!.problem!, /run\.json is not JSON/);
      await assert.rejects(readRunConfig(folder), { code: 'usage' });
      await assert.rejects(readRunConfig(join(runs, 'nothing')), /is not there\. Choose the folder of a run/);
    });

    it('without what is no run, and with TensorBoard’s folders', async () => {
      await mkdir(join(runs, 'pictures'));
      await mkdir(join(runs, '.half-done'));
      await mkdir(join(runs, 'tensorboard'));
      await writeFile(join(runs, 'tensorboard', 'events.out.tfevents.1.host'), '');
      const kinds = (await listRuns([runs, join(runs, 'missing')])).map(
        ({ name, kind }) => `${name} ${kind}`,
      );
      assert.deepEqual(kinds.sort(), ['2026-11-28-100000-a run', 'tensorboard tensorboard']);
    });

    it('under the configuration that they came of', async () => {
      const [run] = await listRuns([runs]);
      const of = (config: object | string) =>
        runsOfConfig(
          typeof config === 'string' ? config : JSON.stringify(config),
          join(runs, '..', 'x.deepliif-train.json'),
          [run!],
        ).length;
      assert.equal(of({ name: 'a' }), 1);
      assert.equal(of({ name: 'a', out: runs }), 1);
      assert.equal(of({ name: 'a', out: '/elsewhere' }), 0);
      assert.equal(of({ name: 'b' }), 0);
      assert.equal(of({}), 0); // it would be called deepliif
      assert.equal(of('{ half'), 0);
    });
  });

  it('tell of bad lines with their numbers, in the page too', async () => {
    await writeFile(events, `${lines(started)}nonsense\n${lines(step(1))}`);
    const reader = openRunReader(folder);
    await reader.read();
    const head = runHead((await readListedRun(folder))!, reader.log);
    assert.match(head.problems.join(), /events\.jsonl: line 2 is not JSON/);
    assert.equal(head.step, 1);
    assert.deepEqual(head.last, {
      'total/generators': 1,
      'rate/generators': 2e-4,
      'rate/discriminators': 2e-4,
      'time/step': 1000,
      'memory/process': 100,
    });
  });

  it('raise alarms once, and not those of yesterday', async () => {
    const alarm = (n: number, kind: string) => ({
      type: 'alarm',
      time: at(n),
      step: n,
      kind,
      message: `${kind} ${n}`,
    });
    await writeFile(events, lines(started, step(1), alarm(1, 'divergence')));
    const first = (await readListedRun(folder))!;
    const since = Date.parse(at(0));
    const texts = (...args: Parameters<typeof newAlarms>) => newAlarms(...args).map(({ message }) => message);
    assert.deepEqual(texts(first, undefined, Date.parse(at(2))), []);
    assert.deepEqual(texts(first, undefined, since), ['divergence 1']);
    await appendFile(
      events,
      lines(alarm(3, 'mode-collapse'), alarm(4, 'mode-collapse'), alarm(4, 'divergence')),
    );
    const second = (await readListedRun(folder, first))!;
    assert.deepEqual(texts(second, first, since), ['mode-collapse 3', 'divergence 4']);
    assert.deepEqual(texts(second, second, since), []);
  });

  it('have configurations whose values stand flat in a table', () =>
    assert.deepEqual(
      flatConfig({
        schemaVersion: 1,
        name: 'x',
        plan: { lr: 2e-4, names: ['a', 'b'], deep: { on: true, none: null }, layers: [{ a: 1 }] },
      }),
      { name: 'x', 'plan.lr': 2e-4, 'plan.names': 'a, b', 'plan.deep.on': true, 'plan.deep.none': null },
    ));
});
