// Finds the folders of both splits from the folder that a person names: the one that holds `train`, the folder `train`
// itself, or a folder with images or with a folder of images for each panel. The search looks one level deep, so it
// ends at once in a home directory too.

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { asError, EngineError } from '../protocol/errors.js';
import { isImageName } from './imagesBelow.js';

export interface SplitFolders {
  /** Folder that the data set is named after: the parent of `train`, or the folder of the images. */
  readonly dir: string;
  readonly train: string;
  /** Absent if there is none. */
  readonly val?: string;
  /** Contents of a folder that is not named "train", of which only panels' folders are read; absent for others. */
  readonly shallow?: FolderContents;
}

interface FolderContents {
  readonly images: number;
  readonly folders: readonly string[];
}

/** @throws EngineError `usage` for a folder that cannot be listed, or that has neither `train` nor images */
export async function splitFolders(named: string): Promise<SplitFolders> {
  const entries = await listed(named);
  const inside = (split: string) => join(named, split);
  const valOf = async (path: string) => ((await has(path)) ? { val: path } : {});
  if (await has(inside('train')))
    return { dir: named, train: inside('train'), ...(await valOf(inside('val'))) };
  const dir = dirname(resolve(named));
  if (basename(resolve(named)) === 'train') return { dir, train: named, ...(await valOf(join(dir, 'val'))) };
  const folders = entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name);
  const images = entries.filter(({ name }) => isImageName(name)).length;
  const contents = { images, folders };
  if (images === 0 && folders.length === 0) throw nothingHere(named, contents);
  const nested = images === 0 ? await withTrain(named, folders) : [];
  if (nested.length > 0) throw nothingHere(named, contents, nested);
  return { dir: named, train: named, shallow: contents };
}

/** Folders in which `train` is looked for, to name them in a message. */
const MOST_CHILDREN = 200;
const MOST_NAMED = 5;

async function listed(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new EngineError('usage', `${folder}: the data folder cannot be listed: ${asError(error).message}`);
  }
}

/** Folders among these that hold a folder "train". */
async function withTrain(named: string, folders: readonly string[]): Promise<readonly string[]> {
  const nested: string[] = [];
  for (const folder of folders.slice(0, MOST_CHILDREN))
    if (await has(join(named, folder, 'train'))) nested.push(folder);
  return nested;
}

async function has(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** Error for a folder whose images are no samples, naming the folders in it that are training data. */
export async function noSamplesIn(named: string, contents: FolderContents): Promise<EngineError> {
  return nothingHere(named, contents, await withTrain(named, contents.folders));
}

/** @param nested folders in it that have a folder "train" */
export function nothingHere(
  named: string,
  { folders, images }: FolderContents,
  nested: readonly string[] = [],
): EngineError {
  const some = folders.slice(0, MOST_NAMED).join(', ');
  const more = folders.length > MOST_NAMED ? ` and ${folders.length - MOST_NAMED} more` : '';
  const found =
    folders.length === 0
      ? `${images} image(s) and no folders`
      : `${images} image(s) and the folders ${some}${more}`;
  const hint =
    nested.length > 0
      ? ` Is ${nested
          .map((name) => join(named, name))
          .slice(0, MOST_NAMED)
          .join(' or ')} meant?`
      : '';
  return new EngineError(
    'usage',
    `${named} has no training images: it holds ${found}. Expected a folder with "train" in it, the folder "train" ` +
      'itself, a folder of rows of square tiles side by side, or a folder with a folder of images for each panel: ihc, ' +
      'dapi, segmentation, ….' +
      hint,
  );
}
