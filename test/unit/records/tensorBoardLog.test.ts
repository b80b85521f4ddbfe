// Event files of a run for TensorBoard: every event under its names, no step twice after it went back, no broken file.

import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { beginTensorBoardLog, hyperParameters } from '../../../engine/records/tensorBoardLog.js';
import type { RunListener } from '../../../engine/records/runListener.js';
import { eventFilesIn } from '../../../engine/records/tensorBoardFile.js';
import { storedRecords } from '../../../engine/reading/tensorBoardRecords.js';

const time = '2026-11-28T12:00:00.000Z';
const step = (n: number): RunEvent => ({
  ...{
    type: 'step',
    time,
    epoch: 0,
    step: n,
    generatorRate: 0.5,
    discriminatorRate: 0.25,
    stepMs: 10,
    memoryMiB: 1,
  },
  losses: { 'dapi/l1': n / 4, 'dapi/gan': null },
});

/** Hands an event to a listener that emits nothing. */
const hear = (log: RunListener, event: RunEvent) =>
  log.hear(event, { dir: '', emit: () => assert.fail(), stop: () => assert.fail() });

describe('the log for TensorBoard', () => {
  let dir: string;
  const notes: string[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-tensorboard-'));
    notes.length = 0;
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const begin = (after: number, second: number) =>
    beginTensorBoardLog(
      dir,
      after,
      { plan: { lr: 1 } },
      new Date(1_700_000_000_000 + 1000 * second),
      (line) => notes.push(line),
    );

  /** Records of all files as Latin-1 text, in which tags can be looked for. */
  const written = async () => {
    const records: { readonly file: number; readonly text: string }[] = [];
    for (const [i, name] of (await eventFilesIn(dir)).entries()) {
      const file = await open(join(dir, name));
      for await (const { data } of storedRecords(file, 0))
        records.push({ file: i, text: Buffer.from(data).toString('latin1') });
      await file.close();
    }
    return records;
  };
  /** Steps, n / 4 being the loss of step n, in the order in which they stand. */
  const stepsWritten = async () =>
    (await written()).flatMap(({ text }) => {
      const place = text.indexOf('dapi/l1\x15');
      return place < 0 ? [] : [4 * Buffer.from(text, 'latin1').readFloatLE(place + 8)];
    });

  it('is a file with a name that TensorBoard looks for, and says what was asked for', async () => {
    await begin(0, 0);
    const [name] = await readdir(dir);
    assert.match(name!, /^events\.out\.tfevents\.1700000000\.[\w.-]+\.\d+\.0$/);
    const [version, start, hparams] = await written();
    assert.ok(version!.text.includes('brain.Event:2'));
    assert.ok(start!.text.endsWith('\x3a\x02\x08\x01'));
    assert.ok(hparams!.text.includes('_hparams_/session_start_info') && hparams!.text.includes('plan.lr'));
  });

  it('has losses, rates, speed, memory and metrics by name; what is not defined is left out', async () => {
    const log = await begin(0, 0);
    await hear(log, step(1));
    await hear(log, {
      type: 'validation',
      time,
      step: 1,
      epoch: 0,
      metrics: { 'val/dapi/ssim': 0.5, 'val/x': null },
    });
    const text = (await written()).map((record) => record.text).join('');
    for (const tag of [
      'dapi/l1',
      'rate/generators',
      'rate/discriminators',
      'speed/step-ms',
      'memory/MiB',
      'val/dapi/ssim',
    ])
      assert.ok(text.includes(tag), tag);
    assert.ok(!text.includes('dapi/gan') && !text.includes('val/x'));
  });

  it('holds the sample pictures, the truth once', async () => {
    const log = await begin(0, 0);
    await mkdir(join(dir, 'samples'));
    const png = await sharp({ create: { width: 5, height: 3, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    for (const name of ['made-1', 'made-2', 'true']) await writeFile(join(dir, `samples/${name}.png`), png);
    for (const n of [1, 2])
      await hear(log, {
        ...{ type: 'samples', time, step: n, epoch: 0, folder: 'samples' },
        pictures: [
          { tile: 'a', image: 'dapi', role: 'generated', file: `samples/made-${n}.png` },
          { tile: 'a', image: 'dapi', role: 'truth', file: 'samples/true.png' },
        ],
      });
    const samples = (await written()).filter(({ text }) => text.includes('a/dapi/'));
    assert.equal(samples.length, 2);
    assert.ok(samples[0]!.text.includes('a/dapi/truth') && !samples[1]!.text.includes('a/dapi/truth'));
    // Height 3, width 5, RGB.
    assert.ok(samples[1]!.text.includes('\x08\x03\x10\x05\x18\x03\x22'));
    assert.ok(samples[1]!.text.includes(png.toString('latin1')));
  });

  it('of a run that went back holds no step twice', async () => {
    const first = await begin(0, 0);
    for (const n of [1, 2, 3, 4]) await hear(first, step(n));
    await hear(first, { type: 'ended', time, step: 4, why: 'failed' });
    const second = await begin(2, 1);
    for (const n of [3, 4]) await hear(second, step(n));
    assert.deepEqual(await stepsWritten(), [1, 2, 3, 4]);
    const text = (await written()).map((record) => record.text).join('');
    assert.ok(!text.includes('session_end'));
    // Back to the beginning, with both files there.
    const third = await begin(0, 2);
    await hear(third, step(1));
    assert.deepEqual(await stepsWritten(), [1]);
  });

  it('forgets the end of a run that goes on after it', async () => {
    const first = await begin(0, 0);
    await hear(first, step(1));
    await hear(first, { type: 'ended', time, step: 1, why: 'failed' });
    await begin(1, 1);
    assert.deepEqual(await stepsWritten(), [1]);
    assert.ok(!(await written()).some(({ text }) => text.includes('session_end')));
  });

  it('tells the end of a run, and not that it was stopped', async () => {
    const log = await begin(0, 0);
    await hear(log, { type: 'ended', time, step: 1, why: 'stopped' });
    assert.ok(!(await written()).some(({ text }) => text.includes('session_end')));
    await hear(log, { type: 'ended', time, step: 1, why: 'done' });
    assert.ok((await written()).some(({ text }) => text.includes('session_end')));
  });

  it('is readable up to where a killed process stopped, and goes on after it', async () => {
    const log = await begin(0, 0);
    await hear(log, step(1));
    const [name] = await readdir(dir);
    const { size } = await stat(join(dir, name!));
    await hear(log, step(2));
    const whole = await readFile(join(dir, name!));
    for (const cut of [size + 1, size + 11, size + 12, size + 40, whole.length - 1]) {
      await writeFile(join(dir, name!), whole.subarray(0, cut));
      assert.deepEqual(await stepsWritten(), [1], `${cut} bytes`);
    }
    await begin(1, 1);
    assert.equal((await stat(join(dir, name!))).size, size);
  });

  it('that cannot be written does not stop the run, and is whole once it can', async () => {
    const log = await begin(0, 0);
    const [name] = await readdir(dir);
    const path = join(dir, name!);
    const before = await readFile(path);
    await rm(path);
    await mkdir(path);
    await hear(log, step(1));
    await hear(log, step(2));
    assert.equal(notes.length, 1);
    await rm(path, { recursive: true });
    await appendFile(path, before);
    await hear(log, step(3));
    assert.deepEqual(await stepsWritten(), [1, 2, 3]);
  });
});

describe('hyperparameters', () => {
  it('are what a description holds, nested names joined', () =>
    assert.deepEqual(
      hyperParameters({
        name: 'x',
        plan: { lr: 0.1, flip: true, names: ['a', 'b'], nets: [{ n: 1 }], none: null },
      }),
      { name: 'x', 'plan.lr': 0.1, 'plan.flip': true, 'plan.names': 'a, b', 'plan.nets.0.n': 1 },
    ));
});
