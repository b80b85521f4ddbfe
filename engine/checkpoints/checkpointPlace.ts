// Checkpoint of the reference as a user has it: its folder, a folder around it, or a .zip of either. A .zip is unpacked
// beside the model that is made of it, and the unpacked files are removed afterwards.

import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { throwIfCancelled } from '../control/cancel.js';
import { unwritable } from '../files/unwritable.js';
import { besideName } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { findCheckpointFolder } from './checkpointFolder.js';
import { unzipCheckpoint } from './unzipCheckpoint.js';

/**
 * Calls `use` with the checkpoint folder in `place`, a folder or a .zip file. `beside`: path of the model to be made; a
 * .zip is unpacked beside it, under a hidden name, and nothing of that is left.
 *
 * @throws EngineError `model-not-found` if there is no checkpoint, `usage` if there are several, `model-invalid` for a
 *   broken .zip, `output-unwritable`, `cancelled`
 */
export async function withCheckpointFolder<T>(
  place: string,
  beside: string,
  control: Control,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const found = await stat(place).catch(() => undefined);
  if (!found)
    throw new EngineError('model-not-found', `${place} does not exist. Choose a folder or a .zip file.`);
  if (found.isDirectory()) return use(await findCheckpointFolder(place));
  if (extname(place).toLowerCase() !== '.zip')
    throw new EngineError(
      'model-not-found',
      `${place} is neither a folder nor a .zip file. Choose the folder that holds the weight files.`,
    );
  const temporary = besideName(beside);
  // A .zip without a folder in it has its own name: "DeepLIIF_Latest_Model".
  const unpacked = join(temporary, basename(place, extname(place)));
  try {
    await mkdir(unpacked, { recursive: true }).catch((thrown: unknown) => {
      throw unwritable(beside, thrown);
    });
    await unzipCheckpoint(place, unpacked, control);
    throwIfCancelled(control);
    return await use(await findCheckpointFolder(unpacked, place));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
