// Starts a training run in a process of its own, which outlives the one that asks for it, its terminal and its window.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unwritable } from '../files/unwritable.js';
import { besideName } from '../files/writeBeside.js';
import { EngineError, type EngineErrorCode } from '../protocol/errors.js';
import type { CancelSignal } from '../protocol/progress.js';
import { readRunFile, RUN_LOG_FILE } from '../reading/runFile.js';
import type { LearningRates } from '../training/plan/learningRate.js';
import type { NewRun } from '../training/run/runTraining.js';

/** Task of the process. */
export type TrainingTask = {
  /** Id of a training backend. */
  readonly backend: string | undefined;
  /** File of its output until the run has a folder. */
  readonly log?: string;
  /** Stops with a checkpoint when the process that asked for it ends, however it ends. */
  readonly endsWithParent?: true;
} & (
  | { readonly kind: 'start'; readonly run: NewRun }
  | { readonly kind: 'resume'; readonly dir: string; readonly rates: Partial<LearningRates> }
);

/** Message to its parent, once. */
export interface BeginningMessage {
  /** The run's folder; its first step is being taken. */
  readonly begun?: string;
  /** Reason of a failure; one without a code is a defect. */
  readonly failed?: { readonly code?: EngineErrorCode; readonly message: string };
}

export interface DetachedRun {
  readonly dir: string;
  readonly pid: number;
}

const LAST_CHARACTERS = 2000;

/**
 * Resolves as soon as the run has begun: its data are found, its backend works, its folder is there.
 *
 * @throws EngineError the reason why it did not begin
 */
export async function startDetached(
  task: TrainingTask,
  signal: CancelSignal = { aborted: false },
): Promise<DetachedRun> {
  const { path, file, isTemporary } = await openLog(task);
  try {
    const child = spawn(process.execPath, [programFile()], {
      detached: true, // a session of its own: hanging up does not reach it
      stdio: ['ignore', file.fd, file.fd, 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
    });
    const dir = await beginning(child, isTemporary ? { ...task, log: path } : task, path, signal);
    if (!task.endsWithParent && child.connected) child.disconnect();
    child.channel?.unref();
    child.unref();
    return { dir, pid: child.pid! };
  } finally {
    await file.close();
    if (isTemporary) await rm(path, { force: true });
  }
}

/** A run that begins has no folder yet; its log moves there. */
async function openLog(
  task: TrainingTask,
): Promise<{ readonly path: string; readonly file: FileHandle; readonly isTemporary: boolean }> {
  if (task.kind === 'resume') await readRunFile(task.dir);
  const path =
    task.kind === 'resume' ? join(task.dir, RUN_LOG_FILE) : besideName(join(task.run.runs, RUN_LOG_FILE));
  try {
    if (task.kind === 'start') await mkdir(task.run.runs, { recursive: true });
    return { path, file: await open(path, 'a'), isTemporary: task.kind === 'start' };
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Program of the process: beside this file's chunk in the bundled engine, a folder above this file otherwise. */
function programFile(): string {
  const beside = fileURLToPath(new URL('./trainingProcess.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../trainingProcess.js', import.meta.url));
}

function beginning(
  child: ChildProcess,
  task: TrainingTask,
  log: string,
  signal: CancelSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const cancel = () => child.kill();
    const abort = signal instanceof AbortSignal ? signal : undefined;
    const settle = () => abort?.removeEventListener('abort', cancel);
    abort?.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    child.on('error', (error) => {
      settle();
      reject(new EngineError('backend-unavailable', `No process can be started: ${error.message}.`));
    });
    child.on('message', ({ begun, failed }: BeginningMessage) => {
      settle();
      if (begun !== undefined) resolve(begun);
      else reject(failed?.code ? new EngineError(failed.code, failed.message) : new Error(failed?.message));
    });
    child.on('exit', (code, killedBy) => {
      settle();
      if (signal.aborted)
        return reject(new EngineError('cancelled', 'The run was cancelled before it began.'));
      const how = killedBy ? `signal ${killedBy}` : `exit code ${code}`;
      void endOf(log).then((output) =>
        reject(
          new EngineError(
            'backend-unavailable',
            `The training process ended (${how}) before the run began. Try another backend. Its last output:\n${output}`,
          ),
        ),
      );
    });
    child.send(task, (error) => {
      // An exit follows, which says more.
      if (error) settle();
    });
  });
}

async function endOf(log: string): Promise<string> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  return size > 0 ? (await readFile(log, 'utf8').catch(() => '')).slice(-LAST_CHARACTERS).trim() : '(none)';
}
