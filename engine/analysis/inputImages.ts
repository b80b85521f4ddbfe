// Finds the images that a command means: files as they are, folders by their image files, on request with sub-folders;
// and names each result.

import { stat } from 'node:fs/promises';
import { basename, parse, relative, sep } from 'node:path';
import { imageEndings } from '../images/decode.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { FoundImages, InputImage, SubFolders } from '../protocol/requests.js';
import { imagesOfFolder, inWords, type FolderImages } from './folderImages.js';

/** An image, and the part of its result's name that comes from a sub-folder: "slide3-". */
interface FoundFile {
  readonly path: string;
  readonly prefix: string;
}

/** Letters that a sub-folder and a name may have together: file systems allow 255 bytes. */
const MOST_NAME_LETTERS = 150;

/**
 * Throws `image-unreadable` for a path that does not exist and for a folder without images; when sub-folders are counted,
 * only if they hold none, either.
 */
export async function findInputImages(
  paths: readonly string[],
  subFolders: SubFolders = 'skip',
  control: Control = {},
): Promise<FoundImages> {
  const files: FoundFile[] = [];
  const notes: string[] = [];
  let counted = 0;
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found)
      throw new EngineError(
        'image-unreadable',
        `${path} does not exist. Give an image or a folder of images.`,
      );
    if (!found.isDirectory()) {
      files.push({ path, prefix: '' });
      continue;
    }
    const folder = await imagesOfFolder(path, subFolders !== 'skip', control);
    const isTaken = (image: string) => subFolders !== 'count' || isDirectlyIn(path, image);
    const taken = folder.images.filter(isTaken);
    const below = new Set(folder.images.filter((image) => !isTaken(image)).map((image) => parse(image).dir));
    if (taken.length === 0 && below.size === 0) throw noImages(path, folder, subFolders);
    counted += below.size;
    files.push(...taken.map((image) => ({ path: image, prefix: prefixOf(path, image) })));
    const told = subFolders === 'count' ? { ...folder, leftOut: folder.leftOut.map(onlyDirect) } : folder;
    notes.push(...inWords(told).map((sentence) => `${path}: ${sentence}`));
  }
  return { images: named(onlyOnce(files)), notes, subFolders: counted };
}

function isDirectlyIn(folder: string, image: string): boolean {
  return relative(folder, image) === basename(image);
}

/** Files that were left out of the folder itself: of folders that are not searched, nothing is left out. */
function onlyDirect({ names, why }: FolderImages['leftOut'][number]): FolderImages['leftOut'][number] {
  return { names: names.filter((name) => !name.includes(sep)), why };
}

function noImages(path: string, folder: FolderImages, subFolders: SubFolders): EngineError {
  const searched = subFolders === 'skip' ? 'not in sub-folders' : 'also in sub-folders';
  const sentences = inWords(folder).map((sentence) => ` ${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`);
  return new EngineError(
    'image-unreadable',
    `${path} has no images in it (looked for ${imageEndings().join(' ')}, ${searched}).${sentences.join('')}`,
  );
}

/** "slide3-" for <folder>/slide3/tile.png; empty for an image of the folder itself. */
function prefixOf(folder: string, image: string): string {
  const parts = relative(folder, parse(image).dir).split(sep).filter(Boolean);
  const room = MOST_NAME_LETTERS - basename(image).length;
  return parts.length === 0 || room <= 0 ? '' : `${parts.join('-').slice(-room)}-`;
}

function onlyOnce(files: readonly FoundFile[]): readonly FoundFile[] {
  const byPath = new Map<string, FoundFile>();
  for (const file of files) if (!byPath.has(file.path)) byPath.set(file.path, file);
  return [...byPath.values()];
}

/**
 * Stems, made unique: a.png and a.jpg become "a.png" and "a.jpg"; names that are still equal get a number. Characters that
 * some file systems refuse are replaced.
 */
function named(files: readonly FoundFile[]): InputImage[] {
  const stems = files.map(({ path, prefix }) => allowed(prefix + parse(path).name));
  const count = new Map<string, number>();
  for (const stem of stems) count.set(stem, (count.get(stem) ?? 0) + 1);
  const taken = new Map<string, number>();
  return files.map(({ path, prefix }, index) => {
    const stem = stems[index]!;
    const wanted = count.get(stem) === 1 ? stem : allowed(prefix + basename(path));
    const before = taken.get(wanted) ?? 0;
    taken.set(wanted, before + 1);
    return { path, name: before === 0 ? wanted : `${wanted}-${before + 1}` };
  });
}

function allowed(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must not be in it
  return name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, '_');
}
