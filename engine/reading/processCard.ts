// process.json of a run: who trains it. It is there while a process does, so it is the run's lock as well, and it says
// whether that process still lives (decision 0017).

import { lstat, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { isAlive } from '../files/writeBeside.js';
import type { RunProcess } from '../runlog/runEvents.js';
import { runProcess } from '../runlog/runShapes.js';
import { isOurSocket } from './socketPlace.js';

export const PROCESS_FILE = 'process.json';
const MAXIMUM_PROCESS_BYTES = 64 * 1024;

/** The process touches its file so often … */
export const HEARTBEAT_MS = 30_000;
/** … and one that has not for so long is gone, wherever it was. A step may hold the beat up for minutes. */
export const SILENT_MS = 15 * 60_000;

export type ProcessState =
  /** Nobody trains the run. */
  | { readonly is: 'none' }
  /** It listens. */
  | { readonly is: 'alive'; readonly process: RunProcess }
  /** On another machine, or where its socket cannot be reached from, and it gave a sign of life lately. */
  | { readonly is: 'elsewhere'; readonly process: RunProcess }
  /** It ended without saying so: it was killed, or its machine went down. */
  | { readonly is: 'gone'; readonly process: RunProcess | undefined };

/** Who trains the run in `dir`. What is no process.json is the rest of something that is gone. */
export async function processOf(dir: string, now = Date.now()): Promise<ProcessState> {
  const path = join(dir, PROCESS_FILE);
  const found = await stat(path).catch(() => undefined);
  if (!found) return { is: 'none' };
  const process = await readProcess(path);
  if (!process) return { is: 'gone', process };
  return { is: await stateOf(process, now - found.mtimeMs > SILENT_MS), process };
}

export async function readProcess(path: string): Promise<RunProcess | undefined> {
  try {
    return runProcess(parseJsonObject(await readFileBytes(path, MAXIMUM_PROCESS_BYTES), path), path);
  } catch {
    return undefined; // removed in this moment, or none of ours
  }
}

async function stateOf(known: RunProcess, isSilent: boolean): Promise<'alive' | 'elsewhere' | 'gone'> {
  const isHere = known.host === hostname();
  if (!isHere) return isSilent ? 'gone' : 'elsewhere';
  if (await answers(known.socket)) return 'alive';
  if (!isAlive(known.pid)) return 'gone';
  // Its number may be another process's by now. A socket that refuses has no listener; a pipe goes with its process.
  if (process.platform === 'win32' || (await lstat(known.socket).catch(() => undefined))) return 'gone';
  // Cleaned away, or in another container's temporary folder.
  return isSilent ? 'gone' : 'elsewhere';
}

/** Whether somebody listens there. A process that computes answers late, but is connected to at once. */
async function answers(socket: string): Promise<boolean> {
  if (!(await isOurSocket(socket))) return false;
  return new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.on('connect', () => {
      attempt.destroy();
      resolve(true);
    });
    attempt.on('error', () => resolve(false));
  });
}
