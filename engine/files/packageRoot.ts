// Folder of the installed package. Models, their schema and other data files are found from it, whether the engine runs
// compiled (out/), bundled (dist/) or inside the extension.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { EngineError } from '../protocol/errors.js';

const PACKAGE_NAME = 'deepliif';
let found: string | undefined;

/**
 * Absolute path of the folder whose package.json is named "deepliif", walking up from `start` (default: this module).
 *
 * @throws EngineError `model-not-found` if the engine was copied without its package
 */
export function packageRoot(start?: string): string {
  if (start !== undefined) return findPackageRoot(start);
  return (found ??= findPackageRoot(dirname(fileURLToPath(import.meta.url))));
}

function findPackageRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (packageName(join(folder, 'package.json')) === PACKAGE_NAME) return folder;
    if (dirname(folder) === folder)
      throw new EngineError(
        'model-not-found',
        `${start}: no package.json named "${PACKAGE_NAME}" here or above; install the package as a whole`,
      );
  }
}

function packageName(path: string): unknown {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown }).name;
  } catch {
    // Most folders on the way up have no package.json.
    return undefined;
  }
}
