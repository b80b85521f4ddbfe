// Folders that a page may read.

import { sep } from 'node:path';

/** True if each of the folders is one of the roots or lies in one. Absolute paths. */
export function areCovered(folders: readonly string[], roots: readonly string[]): boolean {
  return folders.every((folder) =>
    roots.some((root) => folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep)),
  );
}
