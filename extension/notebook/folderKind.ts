// Finds out what a folder holds that a notebook can show: a result, a run or a sweep.

import { readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { RESULT_FILE } from '../../engine/reading/resultRecord.js';
import { SWEEP_FILE } from '../../engine/reading/sweepRecord.js';
import { isEventFile } from '../../engine/runlog/tensorBoardPlaces.js';
import type { FolderKind, NamedFolder } from './filledIn.js';

/** Files that stand for the folder in which they lie. */
export const NOTEBOOK_MARKERS: readonly string[] = [RESULT_FILE, 'run.json', 'events.jsonl', SWEEP_FILE];

/** undefined for any other folder, and for one that is missing. */
export async function folderKind(folder: string): Promise<FolderKind | undefined> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(RESULT_FILE)) return 'result';
  if (names.includes(SWEEP_FILE)) return 'sweep';
  return names.some((name) => NOTEBOOK_MARKERS.includes(name) || isEventFile(name)) ? 'run' : undefined;
}

/** Folder as a notebook in `base` names it: relative if it lies below, else absolute. */
export function namedFrom(base: string, folder: string, kind: FolderKind): NamedFolder {
  return { kind, name: basename(folder), path: pathFrom(base, folder) };
}

/** Path relative to `base` with "/" between its parts, if it lies below; else absolute. */
export function pathFrom(base: string, path: string): string {
  const from = relative(base, path);
  const isBelow = from !== '' && from !== '..' && !from.startsWith(`..${sep}`) && !isAbsolute(from);
  return (isBelow ? from : path).replaceAll(sep, '/');
}

/** Stem of the notebook's file: the folder's name, and how many come after it. */
export function notebookStem(folders: readonly string[]): string {
  const [first = '', ...more] = folders;
  const name = basename(first) || basename(dirname(first)) || 'notebook';
  return more.length === 0 ? name : `${name}-and-${more.length}-more`;
}
