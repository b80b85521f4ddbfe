// Lists the images below a folder. Links to folders are followed, each folder once: a link may lead back to a folder that
// contains it.

import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** File names that the reference treats as images. One that we cannot read is an error, not left out. */
const IMAGE = /\.(jpe?g|png|ppm|bmp|tiff?|webp)$/i;

export interface ImagesBelow {
  /** Paths below the folder, sorted, with "/". */
  readonly images: readonly string[];
  /** Links that are not followed, a sentence for each. */
  readonly leftOut: readonly string[];
}

export function isImageName(name: string): boolean {
  return IMAGE.test(name) && !name.startsWith('.');
}

/**
 * Nothing if there is no such folder.
 * @param enters true for the folders (paths below this one) whose images count; default: all
 */
export async function imagesBelow(
  folder: string,
  enters: (path: string) => boolean = () => true,
): Promise<ImagesBelow> {
  const images: string[] = [];
  const leftOut: string[] = [];
  const listed = new Set<string>();
  /** Links wait for the folders themselves, whose names count. */
  const links: string[] = [];
  const list = async (below: string): Promise<void> => {
    listed.add(await realpath(join(folder, below)));
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (enters(path)) await list(path);
      } else if (entry.isSymbolicLink() && (await isFolder(join(folder, path)))) {
        if (enters(path)) links.push(path);
      } else if (isImageName(entry.name)) images.push(path);
    }
  };
  if (await isFolder(folder)) await list('');
  links.sort();
  for (let link = links.shift(); link !== undefined; link = links.shift()) {
    const target = await realpath(join(folder, link));
    if (!listed.has(target)) await list(link);
    else
      leftOut.push(
        `${join(folder, link)} is left out: it is a link to ${target}, whose images are listed already.`,
      );
  }
  return { images: images.sort(), leftOut };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
