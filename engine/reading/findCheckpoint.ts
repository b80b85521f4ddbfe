// Finds a checkpoint of a run by its name, by its step, or as the last or the best one.

import { EngineError } from '../protocol/errors.js';
import { BEST, listCheckpoints, stepName } from './runCheckpoints.js';

/** "best" (the last if there is no best one), "last", a step, or a checkpoint's name. */
export type WhichCheckpoint = string;

/** Its name in checkpoints/. @throws EngineError `usage` for a checkpoint that is not there */
export async function findCheckpoint(dir: string, which: WhichCheckpoint): Promise<string> {
  const all = await listCheckpoints(dir);
  const names = all.map(({ name }) => name);
  const last = all.find(({ step }) => step !== undefined)?.name;
  if (which === BEST && names.includes(BEST)) return BEST;
  if ((which === BEST || which === 'last') && last !== undefined) return last;
  const [, step] = /^(?:step-)?(\d{1,15})$/.exec(which) ?? [];
  const wanted = step === undefined ? which : stepName(Number(step));
  if (names.includes(wanted)) return wanted;
  throw new EngineError(
    'usage',
    names.length === 0
      ? `${dir} has no checkpoint yet. Let the run write one: deepliif runs checkpoint ${dir}`
      : `${dir} has no checkpoint ${which}; there are ${names.join(', ')}. Name one of these.`,
  );
}
