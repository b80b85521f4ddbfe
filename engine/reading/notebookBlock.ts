// Text of a notebook block that a plug-in brings as a file. No code runs when it is read.

import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { MOST_BLOCK_BYTES } from './limits.js';

/**
 * Text of `file`, a path within the folder of the plug-in: UTF-8, 256 KB at most.
 *
 * @throws Error for a file that is missing, too large, no text, or outside the folder
 */
export async function readBlockText(pluginFolder: string, file: string): Promise<string> {
  const [folder, path] = await Promise.all([realpath(pluginFolder), realpath(join(pluginFolder, file))]);
  if (!path.startsWith(folder + sep)) throw new Error('it lies outside the folder of the plug-in');
  return new TextDecoder('utf-8', { fatal: true }).decode(await readFileBytes(path, MOST_BLOCK_BYTES));
}
