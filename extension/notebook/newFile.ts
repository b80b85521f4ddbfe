// Writes a new file under the first name that is free: an existing file is never replaced.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Absolute path of the file: "a.ipynb", else "a-2.ipynb" … */
export async function writeNewFile(
  folder: string,
  { stem, ending }: { readonly stem: string; readonly ending: string },
  content: string,
): Promise<string> {
  for (let number = 1; ; number++) {
    const path = join(folder, `${number === 1 ? stem : `${stem}-${number}`}${ending}`);
    if (await writeIfAbsent(path, content)) return path;
  }
}

/** False if there is a file already, which stays as it is. */
async function writeIfAbsent(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
