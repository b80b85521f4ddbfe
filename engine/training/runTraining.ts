// A training run from its options to its end: data, initial weights, run folder, the loop, checkpoints.

import { hostname } from 'node:os';
import { findNativeTensorFlow } from '../backends/native.js';
import { openBackend } from '../backends/openBackend.js';
import { inTurn } from '../backends/turns.js';
import { openDataset, type Sample } from '../dataset/openDataset.js';
import { panelsOfModel } from '../dataset/panels.js';
import { trainingRow } from '../dataset/trainingRow.js';
import { buildNetwork } from '../networks/build.js';
import type { BackendId } from '../protocol/backends.js';
import type { CancelSignal } from '../protocol/progress.js';
import { createRun, reopenRun, type RunFolder } from '../records/runFolder.js';
import { withTensorBoard } from '../records/tensorBoardLog.js';
import { registerGradients } from './gradients.js';
import { initialWeights } from './initialise.js';
import { randomFrom } from './random.js';
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
  const { data, plan } = run;
  await samplesOf(data, plan);
  const folder = await createRun(run.runs, run.name, new Date(), { name: run.name, data, plan });
  return go(folder, { data, plan }, undefined, backend, watch);
}

/** Goes on after the last checkpoint. */
export async function resumeRun(dir: string, backend: TrainingBackend | undefined, watch: RunWatch) {
  const { folder, description, last } = await reopenRun(dir);
  const run = runDescription(description, dir);
  const samples = (await samplesOf(run.data, run.plan)).length;
  const state = last && { ...checkpointState(last.state, dir, samples), tensors: last.tensors };
  return go(folder, run, state, backend, watch);
}

async function go(
  place: RunFolder,
  { data, plan }: RunDescription,
  state: TrainingState | undefined,
  wanted: TrainingBackend | undefined,
  watch: RunWatch,
) {
  const id = wanted ?? ((await findNativeTensorFlow()).works ? 'tensorflow' : 'wasm');
  const backend = await openBackend(id);
  try {
    const samples = await samplesOf(data, plan);
    const panels = panelsOfModel(plan.model);
    let last = state?.progress.step ?? 0;
    const folder = await withTensorBoard(place, last, { data, plan }, watch.note);
    watch.note(`${folder.dir}\n${backend.description}; ${samples.length} samples`);
    await folder.append({
      type: 'started',
      time: now(),
      step: last,
      backend: backend.description,
      host: hostname(),
      pid: process.pid,
      epochs: plan.epochs,
      stepsPerEpoch: Math.ceil(samples.length / plan.batchSize),
      losses: lossNames(plan.model, false),
      metrics: [],
      images: [],
    });
    let before = performance.now();
    const ended = await inTurn(id, () => {
      registerGradients();
      if (id === 'wasm') registerWasmKernels();
      return train(plan, samples.length, state ?? freshWeights(plan), {
        signal: watch.signal,
        row: (index, random) =>
          trainingRow(samples[index]!, panels, { ...plan.data, flip: plan.flip }, random),
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

/** What a run trains on, in the order of the names. @throws EngineError `usage` when there is nothing */
async function samplesOf(data: string, plan: TrainingPlan): Promise<readonly Sample[]> {
  const { layout, maxSamples } = plan.data;
  const { train: samples } = await openDataset(data, panelsOfModel(plan.model), layout);
  return maxSamples > 0 ? samples.slice(0, maxSamples) : samples;
}

function freshWeights({ model, seed, initialisation }: TrainingPlan) {
  const random = randomFrom(seed + 1);
  return new Map(
    networksOf(model).map(({ id, architecture }) => [
      id,
      initialWeights(buildNetwork(architecture), initialisation, random),
    ]),
  );
}

const now = () => new Date().toISOString();
