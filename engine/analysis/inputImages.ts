// Finds the images that a command line means: files as they are, folders by their image files; and names each result.

import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, parse } from 'node:path';
import { imageEndings } from '../images/decode.js';
import { EngineError } from '../protocol/errors.js';
import type { InputImage } from '../protocol/requests.js';

export interface InputImages {
  readonly images: readonly InputImage[];
  /** Sentences for people: files of folders that were left out. */
  readonly notes: readonly string[];
}

/**
 * Names of files that DeepLIIF, its cloud service or its ImageJ plug-in leaves in a folder of images (docs/reference.md
 * 6.7).
 */
const DEEPLIIF_OUTPUT =
  /_(Hema|DAPI|DAPILap2|Ki67|Lap2|Marker|Marked|Seg|SegRefined|SegOverlaid|mod\d+(-[A-Za-z0-9]+)?(_s)?)$/;

/** Throws `image-unreadable` for a path that does not exist and for a folder without images. */
export async function findInputImages(paths: readonly string[]): Promise<InputImages> {
  const files: string[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found)
      throw new EngineError(
        'image-unreadable',
        `${path} does not exist. Give an image or a folder of images.`,
      );
    if (!found.isDirectory()) files.push(path);
    else files.push(...(await imagesOfFolder(path, notes)));
  }
  return { images: named([...new Set(files)]), notes };
}

async function imagesOfFolder(folder: string, notes: string[]): Promise<string[]> {
  const endings = imageEndings();
  const entries = await readdir(folder, { withFileTypes: true });
  const candidates = entries
    .filter((entry) => entry.isFile() && endings.includes(extname(entry.name).toLowerCase()))
    .map((entry) => entry.name)
    .sort();
  const images = candidates.filter((name) => !DEEPLIIF_OUTPUT.test(parse(name).name));
  const skipped = candidates.length - images.length;
  if (skipped > 0) notes.push(`${folder}: ${skipped} files left out that look like results of DeepLIIF`);
  if (images.length === 0)
    throw new EngineError(
      'image-unreadable',
      `${folder} has no images in it (looked for ${endings.join(' ')}, not in sub-folders).`,
    );
  return images.map((name) => join(folder, name));
}

/** Stems, made unique: a.png and a.jpg become "a.png" and "a.jpg"; equal names from two folders get a number. */
function named(paths: readonly string[]): InputImage[] {
  const stems = paths.map((path) => parse(path).name);
  const taken = new Map<string, number>();
  return paths.map((path, index) => {
    const isUnique = stems.filter((stem) => stem === stems[index]).length === 1;
    const wanted = isUnique ? stems[index]! : basename(path);
    const before = taken.get(wanted) ?? 0;
    taken.set(wanted, before + 1);
    return { path, name: before === 0 ? wanted : `${wanted}-${before + 1}` };
  });
}
