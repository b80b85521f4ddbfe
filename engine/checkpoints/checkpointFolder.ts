// Finds the checkpoint folder of the reference in the folder that a user names: itself, or one of those in it.

import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { TRAIN_OPTIONS_FILE } from './trainOptions.js';

/** Levels of folders below the given one in which a checkpoint is looked for. */
export const DEEPEST = 3;
/** Folders that are looked into at most: more are a disk and no download. */
const MOST_FOLDERS = 1000;

const EXPECTED =
  `expected weight files of DeepLIIF (.pth or .pt) with their ${TRAIN_OPTIONS_FILE}, ` +
  `in a folder at most ${DEEPEST} levels down`;

/** `shown`: the place that messages name. @throws EngineError `model-not-found`, `usage` */
export async function findCheckpointFolder(place: string, shown = place): Promise<string> {
  let level = [place];
  let visited = 0;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const listed = await Promise.all(level.map(listFolder));
    const found = level.filter((_, i) => listed[i]!.hasWeights);
    if (found.length > 1) {
      const names = found.slice(0, 5).map((folder) => relative(place, folder));
      throw new EngineError(
        'usage',
        `${shown} holds ${found.length} checkpoints (${names.join(', ')}). Import one of these folders.`,
      );
    }
    if (found[0] !== undefined) return found[0];
    visited += level.length;
    level = listed.flatMap(({ folders }) => folders);
    if (visited + level.length > MOST_FOLDERS) break;
  }
  throw new EngineError('model-not-found', `${shown} holds no checkpoint: ${EXPECTED}. Choose another.`);
}

async function listFolder(
  folder: string,
): Promise<{ readonly hasWeights: boolean; readonly folders: readonly string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return {
    hasWeights: entries.some((entry) => !entry.isDirectory() && isWeightFile(entry.name)),
    folders: entries
      .filter((entry) => entry.isDirectory() && !isHidden(entry.name))
      .map(({ name }) => join(folder, name)),
  };
}

/** True for the names that the reference gives to weight files, those of other epochs included. */
export function isWeightFile(name: string): boolean {
  return /\.(pth|pt)$/i.test(name) && !isHidden(name);
}

/** True for hidden files and folders, and for those that macOS adds to archives. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}
