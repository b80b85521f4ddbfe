// A run on disk: folder, events, checkpoints; stopped and continued it is the run that was not.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { readEvents, readRun, reopenRun } from '../../../engine/records/runFolder.js';
import { deepLiifPlan } from '../../../engine/training/deepLiifPlan.js';
import { resumeRun, startRun } from '../../../engine/training/runTraining.js';

const PLAN = deepLiifPlan({
  preset: 'reference',
  modalitiesNames: ['dapi'],
  netG: 'resnet_0blocks',
  netGs: 'unet_32',
  ngf: 1,
  ndf: 1,
  norm: 'batch',
  padding: 'zero',
  dropout: true,
  flip: true,
  serialBatches: false,
  batchSize: 1,
  nEpochs: 1,
  nEpochsDecay: 0,
  lrG: 1e-3,
  lrD: 1e-3,
  beta1: 0.5,
  seed: 2,
});
const SIDE = 64;

describe('a training run', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-run-'));
    await mkdir(join(root, 'data', 'train'), { recursive: true });
    const pixels = Buffer.from(Array.from({ length: 3 * 3 * SIDE * SIDE }, (_, i) => (i * i) % 251));
    await sharp(pixels, { raw: { width: 3 * SIDE, height: SIDE, channels: 3 } }).toFile(
      join(root, 'data', 'train', 'a.png'),
    );
  });
  after(() => rm(root, { recursive: true, force: true }));

  const start = (name: string, stopAfter = Infinity) => {
    const signal = { aborted: false };
    return startRun(
      { data: join(root, 'data'), runs: join(root, 'runs'), name, plan: PLAN, gain: 0.02 },
      'cpu',
      {
        signal,
        note: () => undefined,
        onStep: ({ step }) => (signal.aborted = step >= stopAfter),
      },
    );
  };
  const lossesOf = async (dir: string) =>
    (await readEvents(dir)).flatMap((event) => (event.type === 'step' ? [[event.step, event.losses]] : []));

  it('that is stopped and continued has the losses and numbers of one that is not', async () => {
    const whole = await start('whole');
    assert.equal(whole.ended, true);
    const stopped = await start('stopped', 1);
    assert.equal(stopped.ended, false);
    const going = { signal: { aborted: false }, note: () => undefined, onStep: () => undefined };
    const continued = await resumeRun(stopped.dir, 'cpu', going);
    assert.equal(continued.ended, true);
    assert.deepEqual(await lossesOf(stopped.dir), await lossesOf(whole.dir));
    const [a, b] = [await reopenRun(whole.dir), await reopenRun(stopped.dir)];
    assert.deepEqual([...a.last!.tensors], [...b.last!.tensors]);
    assert.equal((await readRun(whole.dir)).name, 'whole');
    assert.ok((await readdir(join(whole.dir, 'checkpoints'))).length <= 2);
  }).timeout(120_000);

  it('needs a folder that is a run to be continued', () =>
    assert.rejects(reopenRun(root), /there is no run\.json/));

  it('needs training images', () =>
    assert.rejects(
      startRun({ data: root, runs: join(root, 'runs'), name: 'none', plan: PLAN, gain: 0.02 }, 'cpu', {
        signal: { aborted: false },
        note: () => undefined,
        onStep: () => undefined,
      }),
      /no training images/,
    ));
});
