// Starts a training run in a process of its own, which outlives the one that asks for it, its terminal and its window.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable } from '../files/unwritable.js';
import { besideName } from '../files/writeBeside.js';
import type { CancelSignal } from '../protocol/progress.js';
import { readRunFile, RUN_LOG_FILE } from '../reading/runFile.js';
import type { LearningRates } from '../training/plan/learningRate.js';
import type { NewRun } from '../training/run/runTraining.js';
import { startProcess } from './startProcess.js';

/** Task of the process. */
export type TrainingTask = {
  /** Id of a training backend. */
  readonly backend: string | undefined;
  /** File of its output until the run has a folder. */
  readonly log?: string;
} & (
  | { readonly kind: 'start'; readonly run: NewRun }
  | { readonly kind: 'resume'; readonly dir: string; readonly rates: Partial<LearningRates> }
);

export interface DetachedRun {
  readonly dir: string;
  readonly pid: number;
}

/**
 * Resolves as soon as the run has begun: its data are found, its backend works, its folder is there.
 *
 * @throws EngineError the reason why it did not begin
 */
export async function startDetached(
  task: TrainingTask,
  signal: CancelSignal = { aborted: false },
): Promise<DetachedRun> {
  const { path, isTemporary } = await placeOfLog(task);
  try {
    const { begun, pid } = await startProcess(
      {
        program: 'trainingProcess',
        task: isTemporary ? { ...task, log: path } : task,
        log: path,
        words: { what: 'training process', began: 'the run began', advice: 'Try another backend.' },
      },
      signal,
    );
    return { dir: begun, pid };
  } finally {
    if (isTemporary) await rm(path, { force: true });
  }
}

/** A run that begins has no folder yet; its log moves there. */
async function placeOfLog(
  task: TrainingTask,
): Promise<{ readonly path: string; readonly isTemporary: boolean }> {
  if (task.kind === 'resume') {
    await readRunFile(task.dir);
    return { path: join(task.dir, RUN_LOG_FILE), isTemporary: false };
  }
  const { runs } = task.run;
  await mkdir(runs, { recursive: true }).catch((error: unknown) => {
    throw unwritable(runs, error);
  });
  return { path: besideName(join(runs, RUN_LOG_FILE)), isTemporary: true };
}
