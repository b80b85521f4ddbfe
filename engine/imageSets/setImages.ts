// Images of folders that are compared as sets: found with their sub-folders, named by folder and marker, and bounded in number.

import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { imagesOfFolder, inWords } from '../analysis/folderImages.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { markerOf } from '../style/markerOf.js';

export interface SetImage {
  /** Absolute path. */
  readonly path: string;
  readonly folder: string;
  readonly marker: string;
}

export interface SetImages {
  readonly images: readonly SetImage[];
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/**
 * Images of the folders. Several folders are a data set each; of one folder, its sub-folders are. Of more than `most` images,
 * evenly spread ones are taken, of each data set as many as of the others where it has them.
 * @throws EngineError `usage` for a path that is no folder, and for folders without images
 */
export async function imagesOfSets(
  folders: readonly string[],
  most: number,
  control: Control = {},
): Promise<SetImages> {
  const roots = [...new Set(folders.map((folder) => resolve(folder)))];
  const images: SetImage[] = [];
  const notes: string[] = [];
  const titles = titlesOf(roots);
  for (const [i, root] of roots.entries()) {
    if (!(await stat(root).catch(() => undefined))?.isDirectory())
      throw new EngineError('usage', `${root} is not a folder. Give folders of images.`);
    const found = await imagesOfFolder(root, true, control);
    notes.push(...inWords(found).map((sentence) => `${root}: ${sentence}`));
    for (const path of found.images) {
      const within = relative(root, path);
      const [first, ...deeper] = within.split(sep);
      const folder = roots.length === 1 && deeper.length > 0 ? first! : titles[i]!;
      images.push({ path, folder, marker: markerOf(join(basename(root), within)) });
    }
  }
  if (images.length === 0)
    throw new EngineError('usage', `${roots.join(', ')}: no images there. Give folders of images.`);
  if (images.length <= most) return { images, notes };
  notes.push(`${most} of ${images.length} images are taken, evenly spread over the folders.`);
  return { images: spread(images, most), notes };
}

/** Names of folders that tell nothing of a data set. */
const PLAIN_NAMES = /^(images?|imgs?|tiles?|data|train|val|test|pictures?|ihc|he)$/i;

/** Names of folders; plain ones, and those that several share, have their parent before them. */
function titlesOf(roots: readonly string[]): readonly string[] {
  return roots.map((root) => {
    const name = basename(root);
    const isAlone = roots.filter((other) => basename(other) === name).length === 1;
    return isAlone && !PLAIN_NAMES.test(name) ? name : `${basename(dirname(root))}/${name}`;
  });
}

function spread(images: readonly SetImage[], most: number): readonly SetImage[] {
  const groups = new Map<string, SetImage[]>();
  for (const image of images) {
    const group = groups.get(image.folder);
    if (group) group.push(image);
    else groups.set(image.folder, [image]);
  }
  let [left, open] = [most, groups.size];
  const taken: SetImage[] = [];
  // The smallest first: what they do not use is for the others.
  for (const group of [...groups.values()].sort((a, b) => a.length - b.length)) {
    const share = Math.min(group.length, Math.floor(left / open--));
    left -= share;
    for (let i = 0; i < share; i++) taken.push(group[Math.floor((i * group.length) / share)]!);
  }
  const kept = new Set(taken);
  return images.filter((image) => kept.has(image));
}
