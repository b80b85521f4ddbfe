// Python file that cells of Python import: it comes with the package and is copied beside the notebook.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeIfAbsent } from './newFile.js';

export const PYTHON_HELPER = 'deepliif_notebook.py';

/** Puts the file beside a notebook, unless there is one already. `helper`: its place in the package. */
export async function bringHelper(folder: string, helper: string): Promise<void> {
  await writeIfAbsent(join(folder, PYTHON_HELPER), await readFile(helper, 'utf8'));
}
