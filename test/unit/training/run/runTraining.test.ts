// A run on disk: folder, events, checkpoints; stopped and continued it is the run that was not.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { EngineError } from '../../../../engine/protocol/errors.js';
import type { RunEvent } from '../../../../engine/runlog/runEvents.js';
import type { RunListener } from '../../../../engine/records/runListener.js';
import { reopenRun } from '../../../../engine/records/runFolder.js';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { resumeRun, startRun } from '../../../../engine/training/run/runTraining.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';

const OPTIONS = {
  modalitiesNames: ['dapi'],
  netG: ['resnet_1blocks'],
  netGs: ['resnet_0blocks'],
  ngf: 1,
  ndf: 1,
  nLayersD: 1,
  nEpochs: 1,
  nEpochsDecay: 0,
  lrG: 1e-3,
  lrD: 1e-3,
  seed: 2,
};
const PLAN = deepLiifPlan(trainOptions(OPTIONS, 'test', '/'));
/** Options that draw from the random generator, all of them. */
const VARIED = {
  ...OPTIONS,
  preprocess: 'resize_and_crop',
  loadSize: 20,
  cropSize: 16,
  augmentRotate: true,
  augmentElastic: 4,
  augmentStain: 0.1,
  augmentBlur: 1,
  augmentJpeg: 50,
};
const SIDE = 16;

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

  const start = (name: string, stopAfter = Infinity, plan = PLAN) => {
    const signal = { aborted: false };
    const stopping: RunListener = {
      hear: (event) => {
        if (event.type === 'step') signal.aborted = event.step >= stopAfter;
        return Promise.resolve();
      },
    };
    return startRun({ data: join(root, 'data'), runs: join(root, 'runs'), name, plan }, 'cpu', {
      signal,
      note: () => undefined,
      listeners: [stopping],
    });
  };
  const lossesOf = async (dir: string) =>
    (await readFile(join(dir, 'events.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
      .flatMap((event) => (event.type === 'step' ? [[event.step, event.losses]] : []));

  it('that is stopped and continued has the losses and numbers of one that is not, with everything random switched on', async () => {
    const plan = deepLiifPlan(trainOptions(VARIED, 'test', '/'));
    const whole = await start('whole', Infinity, plan);
    assert.equal(whole.ended, true);
    const stopped = await start('stopped', 1, plan);
    assert.equal(stopped.ended, false);
    const going = { signal: { aborted: false }, note: () => undefined };
    const continued = await resumeRun(stopped.dir, 'cpu', going);
    assert.equal(continued.ended, true);
    assert.deepEqual(await lossesOf(stopped.dir), await lossesOf(whole.dir));
    const [a, b] = [await reopenRun(whole.dir), await reopenRun(stopped.dir)];
    assert.deepEqual([...a.last!.tensors], [...b.last!.tensors]);
    assert.equal(a.description.name, 'whole');
    assert.deepEqual(
      Object.keys((a.description.measured as { backgroundColours: object }).backgroundColours),
      ['dapi'],
    );
    assert.ok((await readdir(join(whole.dir, 'checkpoints'))).length <= 2);
  }).timeout(120_000);

  describe('of which files were changed is refused:', () => {
    const going = { signal: { aborted: false }, note: () => undefined };
    let whole: string;
    before(async () => {
      whole = (await start('changed', 1)).dir;
    });

    type Fields = Record<string, unknown>;
    const at = (fields: Fields, ...keys: string[]) =>
      keys.reduce((inner, key) => inner[key] as Fields, fields);

    for (const [what, file, change, words] of [
      ['a plan that is none', 'run.json', (run) => (run.plan = 'x'), /run\.json\.plan: an object expected/],
      ['a batch of nothing', 'run.json', (run) => (at(run, 'plan').batchSize = 0), /batchSize/],
      [
        'a weight that is missing',
        'run.json',
        (run) => (at(run, 'plan', 'objective').translationWeights = []),
        /every modality and segmentation needs one weight/,
      ],
      ['no order of samples', 'state.json', (state) => (at(state, 'progress').order = 3), /order/],
      [
        'other samples',
        'state.json',
        (state) => (at(state, 'progress').order = [0, 1]),
        /begun with 2 samples/,
      ],
      [
        'half a state of the random generator',
        'state.json',
        (state) => (at(state, 'progress').random = [1]),
        /random/,
      ],
    ] as const satisfies readonly (readonly [string, string, (fields: Fields) => unknown, RegExp])[])
      it(what, async () => {
        const dir = join(root, 'runs', what.replaceAll(' ', '-'));
        await cp(whole, dir, { recursive: true });
        const [checkpoint] = await readdir(join(dir, 'checkpoints'));
        const path = file === 'run.json' ? join(dir, file) : join(dir, 'checkpoints', checkpoint!, file);
        const fields = JSON.parse(await readFile(path, 'utf8')) as Fields;
        change(fields);
        await writeFile(path, JSON.stringify(fields));
        await assert.rejects(resumeRun(dir, 'cpu', going), (error) => {
          assert.ok(error instanceof EngineError, String(error));
          assert.match(error.message, words);
          return true;
        });
      });
  });

  it('needs a folder that is a run to be continued', () =>
    assert.rejects(reopenRun(root), /it has no run\.json/));

  it('needs training images', () =>
    assert.rejects(
      startRun({ data: root, runs: join(root, 'runs'), name: 'none', plan: PLAN }, 'cpu', {
        signal: { aborted: false },
        note: () => undefined,
      }),
      /no training images/,
    ));
});
