// Model of a checkpoint on demand: `<run>/models/<checkpoint>`. It is made once, and the run that it comes from may go on
// training meanwhile: its files are only read.

import { join } from 'node:path';
import { withFolderLock } from '../../records/folderLock.js';
import { exists } from '../../files/writeBeside.js';
import { MANIFEST_FILE } from '../../checkpoints/modelFolder.js';
import { findCheckpoint, type WhichCheckpoint } from '../../reading/findCheckpoint.js';
import { CHECKPOINTS, readStoredState, STATE, stepName, stepOfState } from '../../reading/runCheckpoints.js';
import { exportRun } from './exportRun.js';

export const MODELS_FOLDER = 'models';

export interface ModelOfCheckpoint {
  /** Model folder. */
  readonly dir: string;
  readonly checkpoint: string;
  readonly step: number;
}

/** @throws EngineError `usage` for a checkpoint that is not there, `model-invalid`, `output-unwritable` */
export async function modelOfCheckpoint(run: string, which: WhichCheckpoint): Promise<ModelOfCheckpoint> {
  const checkpoint = await findCheckpoint(run, which);
  const { state } = await readStoredState(join(run, CHECKPOINTS, checkpoint));
  const step = stepOfState(state, `${checkpoint}/${STATE}`);
  // The best checkpoint is replaced by a better one under the same name: its step tells them apart.
  const name = checkpoint === stepName(step) ? checkpoint : `${checkpoint}-${stepName(step)}`;
  const dir = join(run, MODELS_FOLDER, name);
  // The same checkpoint may be asked for twice at once: the second request waits, and finds the model.
  await withFolderLock(dir, async () => {
    if (!(await exists(join(dir, MANIFEST_FILE))))
      await exportRun(run, dir, checkpoint, { isOneOfMany: true });
  });
  return { dir, checkpoint, step };
}
