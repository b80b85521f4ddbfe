// Files and folders that are whole or absent: written under a name of their own beside the target, then renamed.

import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { asError, EngineError } from '../protocol/errors.js';

/** A name beside `path` that nobody else uses, hidden from folder listings. */
export function besideName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`);
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
    await make(temporary);
    if (replacesFolder) await replaceFolder(target, temporary);
    else await rename(temporary, target);
  } catch (thrown) {
    // What could not be made may not be removable either; the first error is the one to tell.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    if (thrown instanceof EngineError) throw thrown;
    throw new EngineError('output-unwritable', `${target}: cannot be written: ${asError(thrown).message}`, {
      cause: thrown,
    });
  }
}

/** A folder with content cannot be renamed over, so the old one steps aside first. */
async function replaceFolder(target: string, replacement: string): Promise<void> {
  const aside = besideName(target);
  await rename(target, aside);
  try {
    await rename(replacement, target);
  } catch (thrown) {
    await rename(aside, target);
    throw thrown;
  }
  await rm(aside, { recursive: true, force: true });
}
