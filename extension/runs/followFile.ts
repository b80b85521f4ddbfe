// Reports when a file in a folder, or one of several, may have changed: the system reports it at once if it can, and
// checks a few times a second find the changes that it does not report (network disks, containers, files that appear
// later).

import { watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Following {
  /** Sets the interval of the checks. */
  every(ms: number): void;
  dispose(): void;
}

/** Calls back for `which` in `folder`, once for many changes that come together. */
export function followFile(
  folder: string,
  which: string | ((name: string) => boolean),
  everyMs: number,
  changed: () => void,
): Following {
  const isMeant = typeof which === 'string' ? (name: string) => name === which : which;
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  let watcher: FSWatcher | undefined;
  let last = '';
  let period = everyMs;
  let disposed = false;

  const tell = () => {
    soon ??= setImmediate(() => {
      soon = undefined;
      if (!disposed) changed();
    });
  };
  const look = async () => {
    const names =
      typeof which === 'string' ? [which] : (await readdir(folder).catch((): string[] => [])).filter(isMeant);
    const version = (await Promise.all(names.map((name) => versionOf(join(folder, name))))).join('\n');
    if (version !== last) tell();
    last = version;
    if (!disposed) timer = setTimeout(() => void look(), period);
  };
  try {
    watcher = watch(folder, (_, changedName) => {
      if (changedName === null || isMeant(changedName)) tell();
    });
    watcher.on('error', () => watcher?.close()); // the folder was removed; the checks continue
  } catch {
    // Folders that cannot be watched are still checked.
  }
  timer = setTimeout(() => void look(), period);
  return {
    every: (ms) => {
      if (ms === period) return;
      period = ms;
      clearTimeout(timer);
      timer = setTimeout(() => void look(), period);
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      clearImmediate(soon);
      watcher?.close();
    },
  };
}

async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
}
