// A training run from its options to its end: data, initial weights, run folder, the process that has it, checkpoints.

import { join } from 'node:path';
import { findNativeTensorFlow } from '../../backends/tensorflow/native.js';
import { openBackend } from '../../backends/openBackend.js';
import { withBackendLock } from '../../backends/tensorflow/backendLock.js';
import { trainingSource } from './trainingSource.js';
import { buildNetwork } from '../../networks/build.js';
import { EngineError } from '../../protocol/errors.js';
import type { CancelSignal } from '../../protocol/progress.js';
import { BEST, type StoredCheckpoint } from '../../reading/runCheckpoints.js';
import { readRunFile } from '../../reading/runFile.js';
import { createRun, reopenRun, type RunFolder } from '../../records/runFolder.js';
import { withBest } from '../../records/bestCheckpoint.js';
import { withTensorBoard } from '../../records/tensorBoardLog.js';
import { steering, type Steering } from './steering.js';
import { takeRun, type TakenRun } from './takeRun.js';
import { exportRun, MODEL_FOLDER } from './exportRun.js';
import { tapeBytes } from './tapeBudget.js';
import { registerGradients } from '../model/gradients.js';
import { initialWeights } from '../model/initialise.js';
import type { Losses } from '../objective/lossTerms.js';
import { seesPerceptually, withAuxiliaryNetworks } from './auxiliaryNetworks.js';
import { randomFrom } from '../../random/random.js';
import { runJournal, type RunJournal } from './runJournal.js';
import { validationOf } from './runValidation.js';
import { networksOf } from '../plan/modelPlan.js';
import { checkpointState, KEEPING, runDescription, type RunDescription } from './storedRun.js';
import { train, type NewRates } from '../step/train.js';
import { transferredWeights } from './transfer.js';
import type { Progress, TrainingState } from '../step/trainingState.js';
import { registerWasmKernels } from '../model/wasmKernels.js';

export type TrainingBackend = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';

export interface RunWatch {
  readonly signal: CancelSignal;
  readonly onStep: (progress: Progress, losses: Losses) => void;
  readonly note: (line: string) => void;
  /** The run has its folder, its process and its backend; the first step comes after this. */
  readonly onBegun?: (dir: string) => Promise<void>;
}

export interface NewRun extends RunDescription {
  readonly runs: string;
  readonly name: string;
}

export interface RunOutcome {
  readonly dir: string;
  /** Whether it came to its end, and was not stopped. */
  readonly ended: boolean;
  readonly step: number;
}

/** @throws EngineError `usage` for data that are none, `output-unwritable`, and what training throws */
export async function startRun(
  run: NewRun,
  backend: TrainingBackend | undefined,
  watch: RunWatch,
): Promise<RunOutcome> {
  const { runs, ...described } = run;
  const source = await trainingSource(run.data, run.plan);
  const measured = await source.measure();
  const folder = await createRun(runs, run.name, new Date(), { ...described, measured });
  return whileTaken(folder.dir, watch, (steered, taken) =>
    go(folder, run, undefined, undefined, backend, watch, steered, taken),
  );
}

/**
 * Goes on after the last checkpoint.
 * @param rates to change before the first step
 * @throws EngineError `usage` for what is no run or is being trained, and what training throws
 */
export async function resumeRun(
  dir: string,
  backend: TrainingBackend | undefined,
  watch: RunWatch,
  rates: Partial<NewRates> = {},
): Promise<RunOutcome> {
  await readRunFile(dir);
  return whileTaken(dir, watch, async (steered, taken) => {
    const { folder, description, last } = await reopenRun(dir);
    const run = runDescription(description, dir);
    const { samples } = await trainingSource(run.data, run.plan);
    const state = last && { ...checkpointState(last.state, dir, samples), tensors: last.tensors };
    await folder.goBack();
    const { generatorRate = 0, discriminatorRate = 0 } = rates;
    if (generatorRate || discriminatorRate)
      steered.tell({
        command: 'rates',
        generatorRate: generatorRate || (state?.progress.generatorRate.rate ?? run.plan.generatorRate),
        discriminatorRate:
          discriminatorRate || (state?.progress.discriminatorRate.rate ?? run.plan.discriminatorRate),
      });
    return go(folder, run, state, last?.state, backend, watch, steered, taken);
  });
}

/** As the one process that trains the run, which listens to commands and to the signal. */
async function whileTaken<T>(
  dir: string,
  { signal }: RunWatch,
  work: (steered: Steering, taken: TakenRun) => Promise<T>,
): Promise<T> {
  const steered = steering();
  const stop = () => steered.tell({ command: 'stop' });
  const taken = await takeRun(dir, steered.tell);
  const abort = signal instanceof AbortSignal ? signal : undefined;
  abort?.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await work(steered, taken);
  } finally {
    abort?.removeEventListener('abort', stop);
    await taken.release();
  }
}

async function go(
  folder: RunFolder,
  run: RunDescription,
  state: TrainingState | undefined,
  stored: StoredCheckpoint['state'] | undefined,
  wanted: TrainingBackend | undefined,
  watch: RunWatch,
  steered: Steering,
  taken: TakenRun,
): Promise<RunOutcome> {
  const { data, plan } = run;
  // Looking for native TensorFlow starts processes; who wants another backend does without.
  const native = wanted === undefined || wanted === 'tensorflow' ? await findNativeTensorFlow() : undefined;
  const id = wanted ?? (native?.works ? 'tensorflow' : 'wasm');
  const backend = await openBackend(id);
  const first = state?.progress.step ?? 0;
  let journal: RunJournal | undefined;
  try {
    const { samples, row } = await trainingSource(data, plan);
    const { bestMetric } = run.keeping ?? KEEPING;
    const kept = await withBest(folder, bestMetric, stored, first);
    const shown = await withTensorBoard(kept, first, { data, plan }, watch.note);
    journal = runJournal(shown, run, first, steered, taken, watch);
    watch.note(`${folder.dir}\n${backend.description}; ${samples} samples`);
    if (plan.objective.lambdaPerceptual > 0 && !seesPerceptually(run))
      watch.note('The perceptual term is left out: there are no weights of VGG19 (--vgg19).');
    const seen = await validationOf(run, shown, journal.write);
    watch.note(seen.note);
    await journal.begin(backend.description, samples, seen);
    const { hooks } = journal;
    const ended = await withBackendLock(id, async () => {
      registerGradients();
      if (id === 'wasm') registerWasmKernels();
      const from = state ?? (await startingWeights(run, watch));
      return withAuxiliaryNetworks(run, (auxiliaryNetworks) =>
        train(plan, samples, from, {
          ...hooks,
          ...auxiliaryNetworks,
          tapeBytes: tapeBytes(id, native?.works === true && native.gpu),
          row,
          onEpoch: (model, progress) => seen.afterEpoch(model, progress, auxiliaryNetworks),
        }),
      );
    });
    await writeModel(folder.dir, watch);
    const step = await journal.end(ended ? 'done' : 'stopped');
    return { dir: folder.dir, ended, step };
  } catch (error) {
    await journal?.fail(error);
    throw error;
  } finally {
    await backend.dispose();
  }
}

/** The run is what counts: where its model does not fit on the disk, it is made later with `deepliif runs export`. */
async function writeModel(dir: string, watch: RunWatch): Promise<void> {
  try {
    await exportRun(dir, join(dir, MODEL_FOLDER), BEST, { overwrite: true });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    watch.note(`No model was made: ${error.message}`);
  }
}

/** Those of another model where the run starts from one, and for the other networks drawn ones. */
async function startingWeights({ plan, initFrom }: RunDescription, { note }: RunWatch) {
  const { model, seed, initialisation } = plan;
  const random = randomFrom(seed + 1);
  const drawn = networksOf(model).map(
    ({ id, architecture }) =>
      [id, initialWeights(buildNetwork(architecture), initialisation, random)] as const,
  );
  if (initFrom === undefined) return new Map(drawn);
  const { weights, anew } = await transferredWeights(initFrom, model);
  note(`Starts from ${initFrom}: ${[...weights.keys()].join(', ')}`);
  if (anew.length > 0) note(`Start anew: ${anew.join(', ')}`);
  return new Map([...drawn, ...weights]);
}
