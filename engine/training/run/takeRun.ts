// Takes a run for this process: at most one trains it, and everybody can see which and send it commands.

import { link, open, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unwritable } from '../../files/unwritable.js';
import { besideName, writePieces } from '../../files/writeBeside.js';
import { EngineError } from '../../protocol/errors.js';
import type { RunCommand } from '../../protocol/runCommands.js';
import type { RunProcess } from '../../runlog/runEvents.js';
import { listenForCommands } from './commandSocket.js';
import {
  HEARTBEAT_MS,
  PROCESS_FILE,
  processOf,
  readProcess,
  type ProcessState,
} from '../../reading/processCard.js';
import { isOurSocket } from '../../reading/socketPlace.js';

const MOST_WRITING_MS = 5000;

export interface TakenRun {
  /** True while it is still ours: another machine may have taken the run while this one slept. */
  isOurs(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Writes process.json and listens for commands until `release`.
 *
 * @throws EngineError `usage` while another process trains the run
 */
export async function takeRun(dir: string, take: (command: RunCommand) => void): Promise<TakenRun> {
  const path = join(dir, PROCESS_FILE);
  const socket = await listenForCommands(take);
  const own: RunProcess = {
    schemaVersion: 1,
    pid: process.pid,
    host: hostname(),
    socket: socket.path,
    started: new Date().toISOString(),
  };
  const isOurs = async () => (await readProcess(path))?.socket === own.socket;
  try {
    while (!(await create(path, own))) await removeGone(dir, path, await processOf(dir));
  } catch (error) {
    await socket.close();
    throw error;
  }
  const beat = setInterval(() => {
    const now = new Date();
    // The socket is touched, too, so that no cleanup of temporary files removes it. A file that was removed needs no
    // touch.
    for (const file of [path, socket.path]) void utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    isOurs,
    release: async () => {
      clearInterval(beat);
      if (await isOurs()) await rm(path, { force: true });
      await socket.close();
    },
  };
}

/** Writes the file, complete or not at all, and only if there is none yet. @returns false if there is one */
async function create(path: string, own: RunProcess): Promise<boolean> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(own, null, 1)}\n`);
  const temporary = besideName(path);
  try {
    await writePieces(temporary, [bytes]);
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Some disks have no hard links: there the file is empty for a moment, and looks like one whose process is dead.
    if (['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) return createExclusively(path, bytes);
    throw unwritable(path, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function createExclusively(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw unwritable(path, error);
  });
  if (!file) return false;
  await file.writeFile(bytes);
  await file.close();
  return true;
}

/** Removes the file of a dead process. @throws EngineError `usage` if it is alive, or on another machine */
async function removeGone(dir: string, path: string, state: ProcessState): Promise<void> {
  if (state.is === 'alive' || state.is === 'elsewhere') throw inUse(dir, state);
  if (state.is === 'none') return;
  // It may be half written, where that takes two steps.
  if (!state.process && (await ageMs(path)) < MOST_WRITING_MS) return sleep(200);
  // Another process may take the run in this very moment: the file that is moved aside must be the one that was
  // checked.
  const aside = besideName(path);
  await rename(path, aside).catch(() => undefined);
  const moved = await readProcess(aside);
  if (moved && moved.socket !== state.process?.socket) await link(aside, path).catch(() => undefined);
  else if (moved && process.platform !== 'win32' && (await isOurSocket(moved.socket)))
    await rm(moved.socket, { force: true });
  await rm(aside, { force: true });
}

async function ageMs(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : 0;
}

function inUse(
  dir: string,
  { is, process: other }: ProcessState & { readonly process: RunProcess },
): EngineError {
  const who = `process ${other.pid} on ${other.host} (since ${other.started})`;
  const advice =
    is === 'alive'
      ? `Stop it first: deepliif runs stop ${dir}`
      : `It cannot be reached from here. Stop it there; if it is dead for certain, remove ${join(dir, PROCESS_FILE)}.`;
  return new EngineError('usage', `${dir} is being trained by ${who}. ${advice}`);
}
