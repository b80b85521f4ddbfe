// Writes files and folders that are complete or absent: first under a temporary name beside the target, then renamed.

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { unwritable } from './unwritable.js';

/** Temporary name beside `path`: unique, hidden from folder listings, and with the machine and process that made it. */
export function besideName(path: string, ending: 'partial' | 'earlier' = 'partial'): string {
  const owner = `${hostCode()}-${process.pid}-${randomBytes(6).toString('hex')}`;
  return join(dirname(path), `.${basename(path)}.${owner}.${ending}`);
}

/** Code of this machine: a process number means nothing on another machine that shares the disk. */
function hostCode(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

const LEFTOVER = /^\.(.+)\.([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.(partial|earlier)$/s;

/**
 * Removes temporary files of processes of this machine that died. An earlier version that such a process had moved
 * aside is moved back, unless there is a new one in its place.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, target, host, pid, ending] = LEFTOVER.exec(name) ?? [];
    if (target === undefined || host !== hostCode() || isAlive(Number(pid))) continue;
    const leftover = join(folder, name);
    const isOnlyOne = ending === 'earlier' && !(await exists(join(folder, target)));
    // Another process may be cleaning up as well; a leftover that cannot be removed does no harm.
    if (isOnlyOne) await rename(leftover, join(folder, target)).catch(() => undefined);
    else await rm(leftover, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** True if a process of this machine has the number; the number may have been reused. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Writes the pieces one after the other into a new file and waits until they are on the disk. */
export async function writePieces(path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx');
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Lets `make` fill a file or folder at a temporary path and moves it to `target`. On any failure, also of `make`, the
 * temporary one is removed and `target` stays unchanged.
 *
 * @throws EngineError `output-unwritable` if the file system refuses
 */
export async function makeBeside(
  target: string,
  make: (temporary: string) => Promise<void>,
  { replacesFolder = false } = {},
): Promise<void> {
  const temporary = besideName(target);
  try {
    await mkdir(dirname(target), { recursive: true });
    await removeLeftovers(dirname(target));
    await make(temporary);
    if (replacesFolder) await moveInto(temporary, target);
    else await rename(temporary, target);
  } catch (thrown) {
    // Removing the temporary file may fail for the same reason; the first error is the one to report.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw unwritable(target, thrown);
  }
}

/** Attempts to replace a target that other processes keep filling. */
const MOST_ATTEMPTS = 5;

/**
 * Moves a finished file or folder to its place. A rename cannot replace a folder with content. So the existing one is
 * moved aside first, moved back if the move fails, and removed if it succeeds. If two processes write the same target,
 * the later one wins.
 *
 * @param keep copies what it wants of the earlier folder into the finished one; the move fails if it throws
 */
export async function moveInto(
  finished: string,
  target: string,
  keep: (aside: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const aside = await stepAside(target);
    try {
      if (aside) await keep(aside);
      await rename(finished, target);
      if (aside) await rm(aside, { recursive: true, force: true });
      return;
    } catch (thrown) {
      const takenMeanwhile = ['ENOTEMPTY', 'EEXIST'].includes((thrown as NodeJS.ErrnoException).code ?? '');
      if (!takenMeanwhile || attempt === MOST_ATTEMPTS) {
        if (aside && !takenMeanwhile) await rename(aside, target);
        throw thrown;
      }
      if (aside) await rm(aside, { recursive: true, force: true });
    }
  }
}

/** Moves an existing target aside and returns its new path; undefined if there was none. */
async function stepAside(target: string): Promise<string | undefined> {
  const aside = besideName(target, 'earlier');
  try {
    await rename(target, aside);
    return aside;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}
