// The smallest training run, on disk, for tests of runs: two steps of 16 px on the CPU by default.

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RunEvent, StepEvent } from '../../../engine/runlog/runEvents.js';
import type { RunListener } from '../../../engine/records/runListener.js';
import { newRun } from '../../../engine/training/run/newRun.js';
import { startRun, type RunOutcome, type RunWatch } from '../../../engine/training/run/runTraining.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';

/** One modality; `nEpochs` 1 and the reference's one more make two epochs, of one step with one sample. */
export const TINY_OPTIONS = {
  modalitiesNames: ['dapi'],
  netG: ['resnet_0blocks'],
  netGs: ['resnet_0blocks'],
  ngf: 1,
  ndf: 1,
  nLayersD: 1,
  nEpochs: 1,
  nEpochsDecay: 0,
  lrG: 1e-3,
  lrD: 1e-3,
  seed: 2,
  backend: 'cpu',
  // Their models are then those of the last checkpoint, not of the best.
  validateEveryEpochs: 0,
};
const SIDE = 16;

export interface TinyRuns {
  root: string;
  start(name: string, watch?: Watching, options?: object): Promise<RunOutcome>;
}

/** Data and a folder for runs, made before and removed after the tests of a suite. */
export function tinyRuns(samples = 1): TinyRuns {
  const runs: TinyRuns = {
    root: '',
    start: (name, watch, options) => {
      const all = { ...TINY_OPTIONS, data: 'data', out: 'runs', name, ...options };
      return startRun(newRun(trainOptions(all, 'test', runs.root)), 'cpu', watching(watch));
    },
  };
  before(async () => {
    runs.root = await mkdtemp(join(tmpdir(), 'deepliif-runs-'));
    await writeSamples(runs.root, samples);
  });
  after(() => rm(runs.root, { recursive: true, force: true }));
  return runs;
}

/** `<root>/data/train/<n>.png`: input, modality, segmentation. */
export async function writeSamples(root: string, samples: number, side = SIDE): Promise<void> {
  await mkdir(join(root, 'data', 'train'), { recursive: true });
  for (let n = 0; n < samples; n++) {
    const pixels = Buffer.from(Array.from({ length: 3 * 3 * side * side }, (_, i) => (i * (i + n)) % 251));
    await sharp(pixels, { raw: { width: 3 * side, height: side, channels: 3 } }).toFile(
      join(root, 'data', 'train', `${n}.png`),
    );
  }
}

/** A watch of a run, and the moments at which tests look. */
export interface Watching extends Partial<RunWatch> {
  readonly onBegun?: (dir: string) => Promise<void>;
  readonly onStep?: (event: StepEvent) => void;
}

export function watching({ onBegun, onStep, listeners = [], ...watch }: Watching = {}): RunWatch {
  const moments: RunListener = {
    hear: async (event, { dir }) => {
      if (event.type === 'started') await onBegun?.(dir);
      if (event.type === 'step') onStep?.(event);
    },
  };
  return {
    signal: { aborted: false },
    note: () => undefined,
    ...watch,
    listeners: [...listeners, moments],
  };
}

export async function eventsOf(dir: string): Promise<RunEvent[]> {
  const text = await readFile(join(dir, 'events.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);
}

/** Number, losses and learning rates of each step. */
export async function stepsOf(dir: string): Promise<unknown[]> {
  return (await eventsOf(dir)).flatMap((event) =>
    event.type === 'step' ? [[event.step, event.losses, event.generatorRate, event.discriminatorRate]] : [],
  );
}
