// Search for runs below a folder, as TensorBoard searches its log folder: runs of this engine, and folders with
// TensorBoard's event files, at any depth that people use.

import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isEventFile } from '../runlog/tensorBoardPlaces.js';
import { RUN_FILE } from './runFile.js';

export interface SearchLimits {
  /** Levels below the folder. */
  readonly levels: number;
  /** Folders that are read. */
  readonly folders: number;
  /** Runs that are found. */
  readonly runs: number;
}

export const SEARCH_LIMITS: SearchLimits = { levels: 8, folders: 20_000, runs: 500 };

export interface FoundRuns {
  /** Absolute paths, the folder itself included if it is a run; those of one level in the order of their names. */
  readonly folders: readonly string[];
  /** True if the search ended at a limit, and there may be more. */
  readonly isCut: boolean;
}

/**
 * Runs in a folder and below it. Hidden folders and links are skipped; a run of this engine holds no others. A folder that
 * cannot be read counts as empty.
 */
export async function findRuns(root: string, limits: SearchLimits = SEARCH_LIMITS): Promise<FoundRuns> {
  const found: string[] = [];
  let level = [resolve(root)];
  let left = limits.folders;
  for (let depth = 0; depth <= limits.levels && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (left-- <= 0 || found.length >= limits.runs) return { folders: found, isCut: true };
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const isOwn = entries.some((entry) => entry.name === RUN_FILE && entry.isFile());
      if (isOwn || entries.some(({ name }) => isEventFile(name))) found.push(folder);
      if (isOwn) continue;
      const inside = entries.filter((entry) => entry.isDirectory() && !isSkipped(entry.name));
      next.push(...inside.map(({ name }) => join(folder, name)).sort());
    }
    level = next;
  }
  return { folders: found, isCut: level.length > 0 };
}

function isSkipped(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}
