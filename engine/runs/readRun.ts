// A run's folder as others see it, while it is trained or years later: what was asked for, what happened, and whether
// somebody trains it. Nothing is written and nothing is locked.

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../protocol/errors.js';
import { readRunLog, type RunLog } from '../protocol/runLog.js';
import { runStatus, type RunStatus } from '../protocol/runState.js';
import { EVENTS_FILE, readRunFile, RUN_FILE } from '../records/runFolder.js';
import { processOf, type ProcessState } from './processFile.js';

export interface ReadRun {
  readonly dir: string;
  /** Of its folder. */
  readonly name: string;
  /** run.json. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** The state after the last whole line, and the lines that are no events. */
  readonly log: RunLog;
  readonly process: ProcessState;
  readonly status: RunStatus;
}

/** @throws EngineError `usage` where there is no run */
export async function readRun(dir: string): Promise<ReadRun> {
  const asked = await readRunFile(dir);
  const log = await readEvents(dir);
  const process = await processOf(dir);
  const presence = process.is === 'none' ? 'gone' : process.is;
  return {
    ...{ dir: resolve(dir), name: basename(resolve(dir)), asked, log, process },
    status: runStatus(log.state, presence),
  };
}

/** The file as it is now, in pieces. A run that never began has none. */
export async function readEvents(dir: string): Promise<RunLog> {
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
 * is a list of one.
 * @throws EngineError `usage` where there is no such folder
 */
export async function listRuns(folder: string): Promise<ReadRun[]> {
  if (await isRun(folder)) return [await readRun(folder)];
  const names = await readdir(folder).catch(() => {
    throw new EngineError('usage', `${folder} is no folder with runs.`);
  });
  const runs: ReadRun[] = [];
  for (const name of names.filter((one) => !one.startsWith('.')).sort())
    if (await isRun(join(folder, name))) runs.push(await readRun(join(folder, name)));
  return runs;
}

async function isRun(dir: string): Promise<boolean> {
  return stat(join(dir, RUN_FILE)).then(
    (found) => found.isFile(),
    () => false,
  );
}
