// A lock for each folder: a correction must not get lost in a folder that is being replaced.

import { resolve } from 'node:path';

const last = new Map<string, Promise<unknown>>();

/** Runs `work` when everything before it on this folder has ended. */
export function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const key = resolve(folder);
  const turn = (last.get(key) ?? Promise.resolve()).then(work);
  const ended = turn
    .catch(() => undefined) // its own caller has the error
    .then(() => {
      if (last.get(key) === ended) last.delete(key);
    });
  last.set(key, ended);
  return turn;
}
