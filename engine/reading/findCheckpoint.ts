// Which checkpoint of a run is meant: by its name, by its step, or as the last or the best one.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { BEST, CHECKPOINTS, checkpointsIn, stepName } from './runCheckpoints.js';

/** "best" (the last where there is none), "last", a step, or a checkpoint's name. */
export type WhichCheckpoint = string;

/** Its name in checkpoints/. @throws EngineError `usage` for a checkpoint that is not there */
export async function findCheckpoint(dir: string, which: WhichCheckpoint): Promise<string> {
  const steps = await checkpointsIn(dir);
  const all = (await readdir(join(dir, CHECKPOINTS)).catch(() => [])).filter((name) => !name.startsWith('.'));
  const last = steps.at(-1);
  if (which === BEST && all.includes(BEST)) return BEST;
  if ((which === BEST || which === 'last') && last !== undefined) return last;
  const [, step] = /^(?:step-)?(\d{1,15})$/.exec(which) ?? [];
  const wanted = step === undefined ? which : stepName(Number(step));
  if (all.includes(wanted)) return wanted;
  throw new EngineError(
    'usage',
    all.length === 0
      ? `${dir} has no checkpoint yet.`
      : `${dir} has no checkpoint ${which}; there are ${all.join(', ')}.`,
  );
}
