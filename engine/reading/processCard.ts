// process.json of a run names the process that trains it. The file exists while a process trains, so it is the run's
// lock, too, and it tells whether that process is still alive (decision 0017).

import { lstat, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { isAlive } from '../files/writeBeside.js';
import type { RunProcess } from '../runlog/runEvents.js';
import { runProcess } from '../runlog/runShapes.js';
import { MOST_PROCESS_FILE_BYTES } from './limits.js';
import { isOurSocket } from './socketPlace.js';

export const PROCESS_FILE = 'process.json';

/** Interval in which the process touches its file. */
export const HEARTBEAT_MS = 30_000;
/** A process that has not touched its file for so long is dead, on any machine. A step may take minutes. */
export const SILENT_MS = 15 * 60_000;

export type ProcessState =
  /** No process trains the run. */
  | { readonly is: 'none' }
  /** The process listens on its socket. */
  | { readonly is: 'alive'; readonly process: RunProcess }
  /** The process is on another machine or its socket cannot be reached from here, and its file was touched recently. */
  | { readonly is: 'elsewhere'; readonly process: RunProcess }
  /** The process died: it was killed, or its machine went down. */
  | { readonly is: 'gone'; readonly process: RunProcess | undefined };

/** Process that trains the run in `dir`. A process.json that cannot be read is a leftover of a dead process. */
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
    return runProcess(parseJsonObject(await readFileBytes(path, MOST_PROCESS_FILE_BYTES), path), path);
  } catch {
    return undefined; // removed meanwhile, or not a process.json of this engine
  }
}

async function stateOf(known: RunProcess, isSilent: boolean): Promise<'alive' | 'elsewhere' | 'gone'> {
  const isHere = known.host === hostname();
  if (!isHere) return isSilent ? 'gone' : 'elsewhere';
  if (await answers(known.socket)) return 'alive';
  if (!isAlive(known.pid)) return 'gone';
  // The number may have been reused. A socket that refuses has no listener; a pipe disappears with its process.
  if (process.platform === 'win32' || (await lstat(known.socket).catch(() => undefined))) return 'gone';
  // The socket was cleaned away, or is in another container's temporary folder.
  return isSilent ? 'gone' : 'elsewhere';
}

/** True if a process listens there. A process that computes answers late, but accepts a connection at once. */
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
