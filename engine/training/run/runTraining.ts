// A training run from its options to its end: data, initial weights, run folder, the process that has it, the listeners
// to its events, the loop.

import { join } from 'node:path';
import { EngineError } from '../../protocol/errors.js';
import type { CancelSignal } from '../../protocol/progress.js';
import { BEST, type StoredCheckpoint } from '../../reading/runCheckpoints.js';
import { readRunFile } from '../../reading/runFile.js';
import { bestCheckpoint, nameBestAgain } from '../../records/bestCheckpoint.js';
import { createRun, reopenRun, type RunFolder } from '../../records/runFolder.js';
import type { RunListener } from '../../records/runListener.js';
import { keepLastCheckpoints, recordEvents } from '../../records/runRecord.js';
import { beginTensorBoardLog } from '../../records/tensorBoardLog.js';
import { KEEPING } from '../plan/keeping.js';
import type { LearningRates } from '../plan/learningRate.js';
import { trainingBackend } from '../plan/trainingBackends.js';
import { train } from '../step/train.js';
import type { TrainingState } from '../step/trainingState.js';
import { seesPerceptually, withAuxiliaryNetworks } from './auxiliaryNetworks.js';
import { openBackendOfRun, rememberBackend } from './backendOfRun.js';
import { exportRun, MODEL_FOLDER } from './exportRun.js';
import { requireFittingTiles } from './fittingTiles.js';
import { requireMemory } from './enoughMemory.js';
import { listeningMonitors } from './monitors.js';
import { runJournal, type RunJournal } from './runJournal.js';
import { openStream, type RunStream } from './runStream.js';
import { validationOf } from './runValidation.js';
import { startingWeights } from './startingWeights.js';
import { steering, type Steering } from './steering.js';
import { checkpointState, runDescription, type RunDescription } from './storedRun.js';
import { takeRun, type TakenRun } from './takeRun.js';
import { terminalNotes } from './terminalNotes.js';
import { trainingSource } from './trainingSource.js';

/** The side that starts a run, as the run sees it. */
export interface RunWatch {
  readonly signal: CancelSignal;
  /** Takes lines for a terminal or a log. */
  readonly note: (line: string) => void;
  /** Hear the run's events, after its record and its monitors have. */
  readonly listeners?: readonly RunListener[];
}

export interface NewRun extends RunDescription {
  readonly runs: string;
  readonly name: string;
}

export interface RunOutcome {
  readonly dir: string;
  /** True when the run came to its end; otherwise it was stopped. */
  readonly ended: boolean;
  readonly step: number;
  /** Reason of the listener that asked it to stop. */
  readonly stopReason?: string;
}

/**
 * @param backend id of a training backend
 * @throws EngineError `usage` for broken data or an unknown backend, `output-unwritable`, and errors of training
 */
export async function startRun(
  run: NewRun,
  backend: string | undefined,
  watch: RunWatch,
): Promise<RunOutcome> {
  if (backend !== undefined) trainingBackend(backend);
  const { runs, ...described } = run;
  const source = await trainingSource(run.data, run.plan);
  const tile = await requireFittingTiles(source, run);
  await requireMemory(run, tile, backend);
  const measured = await source.measure();
  const folder = await createRun(runs, run.name, new Date(), { ...described, measured });
  return whileTaken(folder.dir, watch, (steered, taken) =>
    trainRun({ folder, run, backend, watch, steered, taken }),
  );
}

/**
 * Continues a run after its last checkpoint.
 * @param backend id of a training backend; undefined for the one that it was trained on
 * @param rates to change before the first step
 * @throws EngineError `usage` for a folder that is no run or is being trained, and errors of training
 */
export async function resumeRun(
  dir: string,
  backend: string | undefined,
  watch: RunWatch,
  rates: Partial<LearningRates> = {},
): Promise<RunOutcome> {
  if (backend !== undefined) trainingBackend(backend);
  await readRunFile(dir);
  return whileTaken(dir, watch, async (steered, taken) => {
    const { folder, description, last } = await reopenRun(dir);
    const run = runDescription(description, dir);
    const source = await trainingSource(run.data, run.plan);
    await requireFittingTiles(source, run);
    const { samples } = source;
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
    const from = state && last ? { state, stored: last.state } : undefined;
    return trainRun({ folder, run, from, backend, watch, steered, taken });
  });
}

/** Works as the one process that trains the run, which listens to commands and to the signal. */
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

interface RunInProcess {
  readonly folder: RunFolder;
  readonly run: RunDescription;
  /** Checkpoint after which it continues, checked and as it is stored. */
  readonly from?: { readonly state: TrainingState; readonly stored: StoredCheckpoint['state'] };
  readonly backend: string | undefined;
  readonly watch: RunWatch;
  readonly steered: Steering;
  readonly taken: TakenRun;
}

async function trainRun(process: RunInProcess): Promise<RunOutcome> {
  const { folder, run, from, watch, steered, taken } = process;
  const { data, plan, keeping = KEEPING } = run;
  const { note, signal } = watch;
  const backend = await openBackendOfRun(process.backend, from?.stored, note);
  const firstStep = from?.state.progress.step ?? 0;
  let stream: RunStream | undefined;
  let journal: RunJournal | undefined;
  try {
    const { samples, row, leftOut } = await trainingSource(data, plan);
    const monitors = listeningMonitors(plan.objective, folder, firstStep);
    const listeners = [
      recordEvents(folder),
      await beginTensorBoardLog(folder.dir, firstStep, { data, plan }, new Date(), note),
      rememberBackend(backend),
      bestCheckpoint(folder, keeping.bestMetric, from?.stored),
      keepLastCheckpoints(folder, keeping.keepLast),
      monitors,
      terminalNotes(note),
      ...(watch.listeners ?? []),
    ];
    stream = openStream(folder.dir, listeners, steered, note);
    journal = runJournal({ run, keeping, folder, stream, monitors, steered, taken, signal, firstStep });
    note(`${folder.dir}\n${backend.description}; ${samples} samples`);
    for (const line of leftOut) note(line);
    if (plan.objective.lambdaPerceptual > 0 && !seesPerceptually(run))
      note('The perceptual term is left out: there are no weights of VGG19 (--vgg19).');
    const seen = await validationOf(run, stream);
    note(seen.note);
    const best = await nameBestAgain(folder, from?.stored, firstStep);
    if (best) await stream.emit(best);
    await journal.begin(backend.description, samples, seen);
    const { hooks } = journal;
    const ended = await backend.use(async () => {
      const start = from?.state ?? (await startingWeights(run, note));
      return withAuxiliaryNetworks(run, (auxiliaryNetworks) =>
        train(plan, samples, start, {
          ...hooks,
          ...auxiliaryNetworks,
          tapeBytes: backend.tapeBytes,
          row,
          onFirstStep: (model, progress) => seen.afterFirstStep(model, progress, auxiliaryNetworks),
          examinesAfter: (progress) => seen.isDue(progress),
          onEpoch: (model, progress) => seen.afterEpoch(model, progress, auxiliaryNetworks),
        }),
      );
    });
    await writeModel(folder.dir, note);
    const step = await journal.end(ended ? 'done' : 'stopped');
    const { stopReason } = stream;
    return { dir: folder.dir, ended, step, ...(ended || stopReason === undefined ? {} : { stopReason }) };
  } catch (error) {
    await journal?.fail(error);
    throw error;
  } finally {
    await stream?.close();
    await backend.dispose();
  }
}

/** The run is what counts: where its model does not fit on the disk, it is made later with `deepliif runs export`. */
async function writeModel(dir: string, note: (line: string) => void): Promise<void> {
  try {
    await exportRun(dir, join(dir, MODEL_FOLDER), BEST, { overwrite: true });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    note(`No model was made: ${error.message}`);
  }
}
