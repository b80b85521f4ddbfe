// Place of a folder in an output: relative to the notebook where that works, so that a project can be moved and shared, and
// its diffs say nothing about one machine; with the hash of the file that identifies the folder's content.

import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileSha256 } from '../files/fileSha256.js';
import type { OutputPlace } from '../protocol/outputs.js';

/**
 * @param folder absolute, or relative to the working directory
 * @param notebookFolder folder of the notebook; default: the working directory, as kernels have it
 * @param identity file in the folder that is hashed; undefined: none
 */
export async function outputPlace(
  folder: string,
  notebookFolder = process.cwd(),
  identity?: string,
): Promise<OutputPlace> {
  const absolute = resolve(folder);
  const below = relative(resolve(notebookFolder), absolute);
  const isBelow = below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  return {
    path: isBelow ? below.split(sep).join('/') : below === '' ? '.' : absolute,
    ...(identity === undefined ? {} : { sha256: await fileSha256(join(absolute, identity)) }),
  };
}
