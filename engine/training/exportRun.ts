// A model folder of a run's checkpoint: at the end of training, and whenever somebody asks for it.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trainingSource } from '../dataset/trainingSource.js';
import type { ModelManifest } from '../deepliif/manifest.js';
import { EngineError } from '../protocol/errors.js';
import { readRunFile } from '../records/runFolder.js';
import { BEST, CHECKPOINTS, checkpointsIn, readStored, stepName } from '../records/storedCheckpoint.js';
import { number, stored } from '../protocol/shape.js';
import { writeTrainedModel } from './modelOfRun.js';
import { runDescription } from './storedRun.js';

export const MODEL_FOLDER = 'model';

/** "best" (the last where there is none), "last", a step, or a checkpoint's name. */
export type WhichCheckpoint = string;

const stepOf = stored({ progress: stored({ step: number(0, Number.MAX_SAFE_INTEGER) }) });

/**
 * Writes the model folder `out`.
 * @throws EngineError `usage` for a checkpoint that is not there, `output-unwritable`
 */
export async function exportRun(
  dir: string,
  out: string,
  which: WhichCheckpoint = BEST,
  options: { readonly overwrite?: boolean } = {},
): Promise<{ readonly manifest: ModelManifest; readonly checkpoint: string; readonly step: number }> {
  const run = runDescription(await readRunFile(dir), dir);
  const checkpoint = await findCheckpoint(dir, which);
  const { tensors, state } = await readStored(join(dir, CHECKPOINTS, checkpoint), 'networks');
  const { step } = stepOf(state, `${checkpoint}/state.json`).progress;
  // Of a run that did not keep it.
  const measured = run.measured ?? (await (await trainingSource(run.data, run.plan)).measure());
  const source = { dir, plan: run.plan.model, measured, step, tensors };
  return { manifest: await writeTrainedModel(source, out, options), checkpoint, step };
}

async function findCheckpoint(dir: string, which: WhichCheckpoint): Promise<string> {
  const steps = await checkpointsIn(dir);
  const all = (await readdir(join(dir, CHECKPOINTS)).catch(() => [])).filter((name) => !name.startsWith('.'));
  const last = steps.at(-1);
  if (which === BEST && all.includes(BEST)) return BEST;
  if ((which === BEST || which === 'last') && last !== undefined) return last;
  const wanted = /^\d{1,15}$/.test(which) ? stepName(Number(which)) : which;
  if (all.includes(wanted)) return wanted;
  throw new EngineError(
    'usage',
    all.length === 0
      ? `${dir} has no checkpoint yet.`
      : `${dir} has no checkpoint ${which}; there are ${all.join(', ')}.`,
  );
}
