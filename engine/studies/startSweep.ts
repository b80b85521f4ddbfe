// Starts a sweep, and the process of this machine that works on it, which outlives the window or terminal that asks.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import type { CancelSignal } from '../protocol/progress.js';
import { NO_CONTROL } from '../reading/controlFile.js';
import { processOfSweep } from '../reading/cardOfSweep.js';
import { startProcess } from '../runs/startProcess.js';
import { changeControl } from './controlSweep.js';
import { readSweepConfig, requireSearch } from './sweepConfig.js';
import { createSweep, readSweep } from './sweepFolder.js';
import { SWEEP_LOG_FILE } from './sweepLog.js';

/** Task of the process. */
export interface SweepTask {
  /** Absolute path of the sweep's folder. */
  readonly folder: string;
  /** Queue that the trials go to; absent: they train on this machine. */
  readonly queue?: QueueToUse | undefined;
  /** Folders of the plug-ins that the user of the parent process has in use. */
  readonly plugins?: readonly string[];
}

export interface QueueToUse {
  /** Address of its server, perhaps with a password: it is sent from process to process, and never stored. */
  readonly address: string;
  /** True if the number of trials follows the connected workers. */
  readonly followsWorkers: boolean;
}

export interface SweepToStart {
  /** Path of a *.deepliif-sweep.json. */
  readonly config: string;
  /** Absolute path of the folder that gets the sweep's folder; default: `out` of the configuration. */
  readonly out?: string | undefined;
  readonly workers: number;
}

/**
 * Makes the folder of a sweep. Nothing works on it yet.
 *
 * @returns absolute path of the folder
 * @throws EngineError `usage` for a configuration that no trial could begin with, `output-unwritable`
 */
export async function makeSweep({ config: file, out: given, workers }: SweepToStart): Promise<string> {
  const config = await readSweepConfig(file);
  const out = given ?? config.out;
  if (out === undefined) throw new EngineError('usage', 'Name the folder of sweeps: --out SWEEPS.');
  const data = config.train?.data;
  if (typeof data !== 'string')
    throw new EngineError('usage', `${file}: train.data is missing. Name the folder of training images.`);
  if (!(await stat(data).catch(() => undefined)))
    throw new EngineError('usage', `${file}: train.data: there is no folder ${data}.`);
  const folder = await createSweep(config, out, new Date());
  await changeControl(folder, (control) => ({ ...control, workers }));
  return folder;
}

/**
 * Starts the process of this machine that works on the sweep, unless there is one.
 * @param plugins folders of plug-ins, whose samplers and pruners it has
 */
export async function startSweepProcess(
  folder: string,
  signal?: CancelSignal,
  queue?: QueueToUse,
  plugins: readonly string[] = [],
): Promise<void> {
  requireSearch(await readSweep(folder), folder); // refused here, before a process is started
  if ((await processOfSweep(folder)).is === 'alive') return;
  const task: SweepTask = { folder, queue, plugins };
  const words = { what: 'process of the sweep', began: 'it took a trial', advice: 'Start the sweep again.' };
  await startProcess({ program: 'sweepProcess', task, log: join(folder, SWEEP_LOG_FILE), words }, signal);
}

/** @throws EngineError `usage` if a process of this machine works on the sweep: it would not hear of another queue */
export async function requireNoProcess(folder: string): Promise<void> {
  if ((await processOfSweep(folder)).is !== 'alive') return;
  throw new EngineError(
    'usage',
    `A process works on ${folder} already. Drain it first (deepliif sweep drain ${folder}), then resume with --queue.`,
  );
}

/** Takes up a sweep that ended, was drained or lost its process. @param workers undefined: as many as before */
export async function resumeSweep(folder: string, workers?: number): Promise<void> {
  await readSweep(folder);
  await changeControl(folder, (control) => ({
    ...NO_CONTROL,
    workers: workers ?? control.workers,
    stopTrials: control.stopTrials,
  }));
}
