// A run as others see it: read from its folder, in a few numbers, beside others, as a table.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { currentRates } from '../../../engine/reading/currentRates.js';
import { writeLossesCsv } from '../../../engine/runs/lossesCsv.js';
import { listRuns, readRun } from '../../../engine/reading/readRun.js';
import { compareRuns, differencesOf, summaryOf } from '../../../engine/reading/runSummary.js';

const time = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
const DICE = 'val/segmentation/dice';
const started: RunEvent = {
  type: 'started',
  ...{ time: time(0), step: 0, backend: 'CPU', host: 'a', pid: 1, epochs: 2, stepsPerEpoch: 2 },
  ...{ losses: ['total/generators', 'dapi/l1'], metrics: [DICE], images: [] },
};
const step = (n: number, generators: number | null, rate = 2e-4): RunEvent => ({
  type: 'step',
  ...{ time: time(n), step: n, epoch: n > 2 ? 1 : 0, generatorRate: rate, discriminatorRate: 1e-4 },
  ...{ stepMs: 10, memoryMiB: 5, losses: { 'total/generators': generators, 'dapi/l1': 0.5 } },
});
const validation = (n: number, dice: number): RunEvent => ({
  type: 'validation',
  ...{ time: time(n), step: n, epoch: 0, metrics: { [DICE]: dice } },
});

describe('the reader of runs', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-read-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const write = async (name: string, asked: object, events: readonly (RunEvent | string)[], rest = '') => {
    const dir = join(root, name);
    await mkdir(dir);
    await writeFile(join(dir, 'run.json'), JSON.stringify({ schemaVersion: 1, ...asked }));
    const lines = events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`);
    await writeFile(join(dir, 'events.jsonl'), lines.join('') + rest);
    return dir;
  };
  const four = [
    started,
    step(1, 4),
    step(2, 3),
    validation(2, 0.5),
    step(3, 2),
    step(4, 2.5),
    validation(4, 0.7),
  ];

  it('knows how far a run is, its last and its best numbers', async () => {
    const summary = summaryOf(await readRun(await write('run', {}, four)));
    assert.equal(summary.status, 'dead', 'nobody trains it, and it has not ended');
    assert.deepEqual([summary.step, summary.steps, summary.epoch], [4, 4, 0]);
    assert.deepEqual(summary.losses['total/generators'], { last: 2.5, best: { step: 3, value: 2 } });
    assert.deepEqual(summary.metrics[DICE], { last: 0.7, best: { step: 4, value: 0.7 } });
    assert.equal(summary.started, time(0));
  });

  it('reports a line that is no event with its number, and waits for the end of the last one', async () => {
    const dir = await write('run', {}, [started, 'garbage', step(1, 4)], '{"type":"step","time":"2026');
    const { log } = await readRun(dir);
    assert.equal(log.state.step, 1);
    assert.deepEqual(log.problems.map(({ line }) => line), [2]); // prettier-ignore
  });

  it('takes a run that never wrote an event for one', async () => {
    const dir = await write('run', {}, []);
    await rm(join(dir, 'events.jsonl'));
    assert.equal(summaryOf(await readRun(dir)).step, 0);
  });

  it('refuses what is no run, or of another version', async () => {
    await assert.rejects(readRun(root), /is no run/);
    const dir = await write('later', { schemaVersion: 2 }, []);
    await assert.rejects(readRun(dir), /another version/);
  });

  it('lists the runs of a folder by name, and nothing else that is there', async () => {
    await write('b', {}, four);
    await write('a', {}, four);
    await mkdir(join(root, 'no-run'));
    assert.deepEqual((await listRuns(root)).map(({ name }) => name), ['a', 'b']); // prettier-ignore
    assert.deepEqual((await listRuns(join(root, 'a'))).map(({ name }) => name), ['a']); // prettier-ignore
    await assert.rejects(listRuns(join(root, 'nowhere')), /no folder with runs/);
  });

  it('says how runs were configured differently', () =>
    assert.deepEqual(
      differencesOf([
        { name: 'a', plan: { seed: 1, rates: [1, 2], deep: { same: true } } },
        { name: 'b', plan: { seed: 2, rates: [1, 3], deep: { same: true }, extra: 'x' } },
      ]),
      [
        { option: 'plan.seed', values: [1, 2] },
        { option: 'plan.rates', values: [[1, 2], [1, 3]] }, // prettier-ignore
        { option: 'plan.extra', values: [undefined, 'x'] },
      ],
    ));

  it('says which of several runs got furthest', async () => {
    const a = await readRun(await write('a', { plan: { seed: 1 } }, four));
    const b = await readRun(
      await write('b', { plan: { seed: 2 } }, [started, step(1, 1), validation(1, 0.6)]),
    );
    const { differences, values, runs } = compareRuns([a, b]);
    assert.deepEqual(runs.map(({ name }) => name), ['a', 'b']); // prettier-ignore
    assert.deepEqual(differences, [{ option: 'plan.seed', values: [1, 2] }]);
    const winners = Object.fromEntries(values.map(({ name, winner }) => [name, winner]));
    assert.deepEqual(winners, { 'total/generators': 1, 'dapi/l1': 0, [DICE]: 0 });
  });

  it('writes a line for each step as CSV, with all digits, and metrics where there was a validation', async () => {
    const { log } = await readRun(await write('run', {}, [started, step(1, 0.1 + 0.2), step(2, null), validation(2, 0.5)])); // prettier-ignore
    const file = join(root, 'losses.csv');
    await writeLossesCsv(log.state, file);
    const [head, first, second, ...rest] = (await readFile(file, 'utf8')).split('\r\n');
    const names = head!.split(',');
    const row = (line: string): Partial<Record<string, string>> =>
      Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell]));
    assert.deepEqual(names.slice(0, 3), ['step', 'epoch', 'time']);
    assert.equal(row(first!)['total/generators'], '0.30000000000000004');
    assert.equal(row(first!)[DICE], '');
    assert.equal(row(second!)['total/generators'], '', 'no number');
    assert.equal(row(second!)[DICE], '0.5');
    assert.equal(row(second!).time, time(2));
    assert.deepEqual(rest, ['']);
  });

  it('knows the present learning rates from the last lines', async () => {
    const dir = await write('run', {}, [started, step(1, 1), step(2, 1, 5e-5)], '{"half');
    assert.deepEqual(await currentRates(dir), { generatorRate: 5e-5, discriminatorRate: 1e-4 });
    await assert.rejects(currentRates(await write('new', {}, [started])), /say both/);
  });
});
