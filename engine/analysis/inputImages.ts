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
 * Ends of the names of files that DeepLIIF, its cloud service or its ImageJ plug-in leaves in a folder of images
 * (docs/reference.md 6.7): those that only a program writes, and those that are names of stains as well.
 */
const OUTPUT = /_(DAPILap2|Marked|Seg|SegRefined|SegOverlaid|mod\d+(-[A-Za-z0-9]+)?(_s)?)$/;
const OUTPUT_OR_STAIN = /_(Hema|DAPI|Lap2|Marker|Ki67)$/;

/** Start of the names of macOS' companion files, which hold attributes and no picture. */
const MAC_COMPANION = '._';

/** Names that a sentence lists. */
const MOST_NAMES = 5;

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
  const names = (await readdir(folder))
    .filter((name) => endings.includes(extname(name).toLowerCase()))
    .sort();
  const companions = names.filter((name) => name.startsWith(MAC_COMPANION));
  const pictures = names.filter((name) => !name.startsWith(MAC_COMPANION));
  // Links are followed: what counts is the file they lead to.
  const areFiles = await Promise.all(pictures.map((name) => isFile(join(folder, name))));
  const candidates = pictures.filter((_, i) => areFiles[i]);
  const stems = new Set(candidates.map((name) => parse(name).name));
  const images = candidates.filter((name) => !isOutput(parse(name).name, stems));

  const leftOut = [
    [candidates.filter((name) => !images.includes(name)), 'look like results of DeepLIIF'],
    [companions, 'are companion files of macOS without a picture'],
    [pictures.filter((_, i) => !areFiles[i]), 'are folders, or links that lead to no file'],
  ] as const;
  const sentences = leftOut
    .filter(([some]) => some.length > 0)
    .map(([some, why]) => `left out, they ${why}: ${listed(some)}`);
  if (images.length === 0)
    throw new EngineError(
      'image-unreadable',
      `${folder} has no images in it (looked for ${endings.join(' ')}, not in sub-folders).` +
        sentences.map((sentence) => ` ${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`).join(''),
    );
  notes.push(...sentences.map((sentence) => `${folder}: ${sentence}`));
  return images.map((name) => join(folder, name));
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/**
 * True for a result of DeepLIIF. A name that ends with a stain is one only beside the image it was made of; of Ki67,
 * which names many images, only beside another result as well.
 */
function isOutput(stem: string, stems: ReadonlySet<string>): boolean {
  if (OUTPUT.test(stem)) return true;
  const stain = OUTPUT_OR_STAIN.exec(stem);
  if (!stain) return false;
  const image = stem.slice(0, stain.index);
  const hasResult = [...stems].some(
    (other) => other.startsWith(`${image}_`) && OUTPUT.test(other.slice(image.length)),
  );
  return hasResult || (stain[1] !== 'Ki67' && stems.has(image));
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
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
