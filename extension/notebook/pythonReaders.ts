// Python package that cells of Python import: it comes with the extension and is copied beside the notebook.

import { cp } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Name of its folder, by which cells import it. */
export const PYTHON_READERS = 'deepliif_notebook';

/** Puts the package into the folder of a notebook, unless there is one already. `readers`: its place in the extension. */
export async function bringReaders(folder: string, readers: string): Promise<void> {
  const target = join(folder, PYTHON_READERS);
  // Files of two versions do not fit together: a package that is there stays as a whole.
  if (existsSync(target)) return;
  await cp(readers, target, { recursive: true, filter: (path) => basename(path) !== '__pycache__' });
}
