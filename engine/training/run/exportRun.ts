// Export of a run's checkpoint as a model folder: at the end of training, and on demand.

import { join } from 'node:path';
import { trainingSource } from './trainingSource.js';
import type { ModelManifest } from '../../deepliif/manifest.js';
import { findCheckpoint, type WhichCheckpoint } from '../../reading/findCheckpoint.js';
import { BEST, CHECKPOINTS, readStored, STATE, stepOfState } from '../../reading/runCheckpoints.js';
import { readRunFile } from '../../reading/runFile.js';
import { writeTrainedModel } from './modelOfRun.js';
import { runDescription } from './storedRun.js';

export const MODEL_FOLDER = 'model';

export interface ExportRunOptions {
  readonly overwrite?: boolean;
  /** True if the run has other models beside it: id and title then name the step. */
  readonly isOneOfMany?: boolean;
}

/**
 * Writes the model folder `out`.
 * @throws EngineError `usage` for a checkpoint that is not there, `output-unwritable`
 */
export async function exportRun(
  dir: string,
  out: string,
  which: WhichCheckpoint = BEST,
  { isOneOfMany = false, ...options }: ExportRunOptions = {},
): Promise<{ readonly manifest: ModelManifest; readonly checkpoint: string; readonly step: number }> {
  const run = runDescription(await readRunFile(dir), dir);
  const checkpoint = await findCheckpoint(dir, which);
  const { tensors, state } = await readStored(join(dir, CHECKPOINTS, checkpoint), 'networks');
  const step = stepOfState(state, `${checkpoint}/${STATE}`);
  // Runs of earlier versions did not keep it.
  const measured = run.measured ?? (await (await trainingSource(run.data, run.plan)).measure());
  const source = { dir, plan: run.plan.model, measured, step, tensors, isOneOfMany };
  return { manifest: await writeTrainedModel(source, out, options), checkpoint, step };
}
