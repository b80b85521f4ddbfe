// Files and folders that are whole or absent: written under a name of their own beside the target, then renamed.

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { unwritable } from './unwritable.js';

/** A name beside `path` that nobody else uses, hidden from folder listings, and that tells whose it is. */
export function besideName(path: string, ending: 'partial' | 'earlier' = 'partial'): string {
  const owner = `${hostCode()}-${process.pid}-${randomBytes(6).toString('hex')}`;
  return join(dirname(path), `.${basename(path)}.${owner}.${ending}`);
}

/** Of this machine: a process number means nothing on another one that shares the disk. */
function hostCode(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

const LEFTOVER = /^\.(.+)\.([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.(partial|earlier)$/s;

/**
 * Removes what killed processes of this machine left in a folder. What they had moved aside comes back where nothing
 * has taken its place.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, target, host, pid, ending] = LEFTOVER.exec(name) ?? [];
    if (target === undefined || host !== hostCode() || isAlive(Number(pid))) continue;
    const leftover = join(folder, name);
    const isOnlyOne = ending === 'earlier' && !(await exists(join(folder, target)));
    // Somebody else may be cleaning up as well; what cannot be removed is in nobody's way.
    if (isOnlyOne) await rename(leftover, join(folder, target)).catch(() => undefined);
    else await rm(leftover, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Whether a process of this machine has the number; it may be another one by now. */
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

/** Writes the pieces one after the other into a new file and waits until the disk has them. */
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
 * Lets `make` fill a file or folder at a temporary path and moves it to `target`; on any failure, or when `make`
 * throws, nothing is left behind and what stood at `target` stands there still.
 *
 * @throws EngineError `output-unwritable` when the disk says no
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
    // What could not be made may not be removable either; the first error is the one to tell.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw unwritable(target, thrown);
  }
}

/** How often a target that others keep filling is cleared before giving up. */
const MOST_ATTEMPTS = 5;

/**
 * Moves a finished file or folder to its place. A folder with content cannot be renamed over, so what stands there
 * steps aside first, comes back should the move fail, and is removed when it has succeeded. When somebody else puts
 * theirs there in the same moment, the later one wins. `keep` takes what it wants of what has stepped aside into the
 * finished one; the move fails when it does.
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

/** Where the old one now lies; undefined when there was none. */
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
