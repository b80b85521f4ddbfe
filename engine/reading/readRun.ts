// A run's folder as others see it, while it is trained or years later: what was asked for, what happened, and whether
// somebody trains it. Nothing is written and nothing is locked.

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../protocol/errors.js';
import { readRunLog, type RunLog } from '../runlog/runLog.js';
import { runStatus, type RunState, type RunStatus } from '../runlog/runState.js';
import { EVENTS_FILE, readRunFile, RUN_FILE } from './readRunFile.js';
import { processOf, type ProcessState } from './processCard.js';
import { hasEventFiles, readTensorBoardFolder } from './tensorBoardFolder.js';

export interface ReadRun {
  /** A run of ours, or a folder of TensorBoard's files. */
  readonly kind: 'run' | 'tensorboard';
  readonly dir: string;
  /** Of its folder. */
  readonly name: string;
  /** run.json, or TensorBoard's hyperparameters. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** The state after the last whole line, and what is wrong with its files. */
  readonly log: {
    readonly state: RunState;
    readonly problems: readonly { readonly line?: number; readonly message: string }[];
  };
  readonly process: ProcessState;
  readonly status: RunStatus;
}

/** @throws EngineError `usage` where there is no run */
export async function readRun(dir: string): Promise<ReadRun> {
  if ((await kindOf(dir)) === 'tensorboard') return readTensorBoardFolder(dir);
  const asked = await readRunFile(dir);
  const log = await readEvents(dir);
  const process = await processOf(dir);
  const presence = process.is === 'none' ? 'gone' : process.is;
  return {
    ...{ kind: 'run', dir: resolve(dir), name: basename(resolve(dir)), asked, log, process },
    status: runStatus(log.state, presence),
  };
}

/** The file as it is now, in pieces. A run that never began has none. */
async function readEvents(dir: string): Promise<RunLog> {
  const log = readRunLog();
  const path = join(dir, EVENTS_FILE);
  if (!(await stat(path).catch(() => undefined))) return log;
  await pipeline(createReadStream(path, { encoding: 'utf8' }), async (pieces: AsyncIterable<string>) => {
    for await (const piece of pieces) log.push(piece);
  });
  return log;
}

/**
 * The runs in a folder, by their names, which begin with the time; what is no run is passed over. A run's own folder
 * is a list of one; a folder with event files of TensorBoard in it is listed with those in its folders.
 * @throws EngineError `usage` where there is no such folder
 */
export async function listRuns(folder: string): Promise<ReadRun[]> {
  const kind = await kindOf(folder);
  if (kind === 'run') return [await readRun(folder)];
  const names = await readdir(folder).catch(() => {
    throw new EngineError('usage', `${folder} is no folder with runs.`);
  });
  const runs: ReadRun[] = kind === undefined ? [] : [await readRun(folder)];
  for (const name of names.filter((one) => !one.startsWith('.')).sort())
    if (await kindOf(join(folder, name))) runs.push(await readRun(join(folder, name)));
  return runs;
}

async function kindOf(dir: string): Promise<ReadRun['kind'] | undefined> {
  const hasRunFile = await stat(join(dir, RUN_FILE)).then(
    (found) => found.isFile(),
    () => false,
  );
  if (hasRunFile) return 'run';
  return (await hasEventFiles(dir)) ? 'tensorboard' : undefined;
}
