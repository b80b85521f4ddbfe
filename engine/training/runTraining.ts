// A training run from its options to its end: data, initial weights, run folder, the loop, checkpoints.

import { hostname } from 'node:os';
import { findNativeTensorFlow } from '../backends/native.js';
import { openBackend } from '../backends/openBackend.js';
import { inTurn } from '../backends/turns.js';
import { buildNetwork } from '../networks/build.js';
import type { BackendId } from '../protocol/backends.js';
import type { CancelSignal } from '../protocol/progress.js';
import { createRun, reopenRun, type RunFolder } from '../records/runFolder.js';
import { registerGradients } from './gradients.js';
import { initialWeights } from './initialise.js';
import { randomFrom } from './random.js';
import { listRows, readRow } from './rows.js';
import { checkpointState, runDescription, type RunDescription } from './storedRun.js';
import { train, type TrainingPlan } from './train.js';
import { networksOf } from './trainedModel.js';
import type { Progress, TrainingState } from './trainingState.js';
import { registerWasmKernels } from './wasmKernels.js';
import { lossNames, type Losses } from './lossTerms.js';

export type TrainingBackend = Extract<BackendId, 'tensorflow' | 'webgpu' | 'wasm' | 'cpu'>;

export interface RunWatch {
  readonly signal: CancelSignal;
  readonly onStep: (progress: Progress, losses: Losses) => void;
  readonly note: (line: string) => void;
}

export interface NewRun extends RunDescription {
  readonly runs: string;
  readonly name: string;
}

/** @returns the run's folder, and whether it came to its end */
export async function startRun(run: NewRun, backend: TrainingBackend | undefined, watch: RunWatch) {
  const { data, plan, gain } = run;
  await listRows(data);
  const folder = await createRun(run.runs, run.name, new Date(), { name: run.name, data, plan, gain });
  return go(folder, { data, plan, gain }, undefined, backend, watch);
}

/** Goes on after the last checkpoint. */
export async function resumeRun(dir: string, backend: TrainingBackend | undefined, watch: RunWatch) {
  const { folder, description, last } = await reopenRun(dir);
  const run = runDescription(description, dir);
  const samples = (await listRows(run.data)).length;
  const state = last && { ...checkpointState(last.state, dir, samples), tensors: last.tensors };
  return go(folder, run, state, backend, watch);
}

async function go(
  folder: RunFolder,
  { data, plan, gain }: RunDescription,
  state: TrainingState | undefined,
  wanted: TrainingBackend | undefined,
  watch: RunWatch,
) {
  const id = wanted ?? ((await findNativeTensorFlow()).works ? 'tensorflow' : 'wasm');
  const backend = await openBackend(id);
  try {
    const files = await listRows(data);
    const { translations, segmentations } = plan.model;
    const tiles = 1 + translations.length + (segmentations.length > 0 ? 1 : 0);
    let last = state?.progress.step ?? 0;
    watch.note(`${folder.dir}\n${backend.description}; ${files.length} samples`);
    await folder.append({
      type: 'started',
      time: now(),
      step: last,
      backend: backend.description,
      host: hostname(),
      pid: process.pid,
      epochs: plan.epochs,
      stepsPerEpoch: Math.ceil(files.length / plan.batchSize),
      losses: lossNames(plan.model, false),
      metrics: [],
      images: [],
    });
    let before = performance.now();
    const ended = await inTurn(id, () => {
      registerGradients();
      if (id === 'wasm') registerWasmKernels();
      return train(plan, files.length, state ?? freshWeights(plan, gain), {
        signal: watch.signal,
        row: (index) => readRow(files[index]!, tiles),
        onStep: async (progress, losses) => {
          last = progress.step;
          const after = performance.now();
          const stepMs = after - before;
          before = after;
          await folder.append({
            type: 'step',
            time: now(),
            epoch: progress.epoch,
            step: progress.step,
            generatorRate: progress.generatorRate.rate,
            discriminatorRate: progress.discriminatorRate.rate,
            stepMs,
            memoryMiB: process.memoryUsage.rss() / 2 ** 20,
            losses,
          });
          watch.onStep(progress, losses);
        },
        onState: ({ tensors, ...rest }, why) =>
          folder.checkpoint(rest.progress.step, why, { tensors, state: rest }),
      });
    });
    await folder.append({ type: 'ended', time: now(), step: last, why: ended ? 'done' : 'stopped' });
    return { dir: folder.dir, ended, step: last };
  } finally {
    await backend.dispose();
  }
}

function freshWeights({ model, seed }: TrainingPlan, gain: number) {
  const random = randomFrom(seed + 1);
  return new Map(
    networksOf(model).map(({ id, architecture }) => [
      id,
      initialWeights(buildNetwork(architecture), gain, random),
    ]),
  );
}

const now = () => new Date().toISOString();
