// The folders in a folder of results or of runs.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Absolute paths, without hidden folders: the engine fills those before it renames them. A folder that does not exist
 * holds none.
 */
export async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name));
}
