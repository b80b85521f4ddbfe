// One run in full, while it is trained or years later: its configuration, all of its events, and the process that
// trains it. Reading writes nothing and locks nothing.

import { resolve } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { followRun } from './followRun.js';
import { askedFor, listedRun, type ListedRun } from './listRuns.js';
import { RUN_FILE } from './runFile.js';
import { runKind } from './runKind.js';

/**
 * A folder with its whole curves. A broken run.json becomes a `problem` of the run.
 * @throws EngineError `usage` if there is no run
 */
export async function readWholeRun(folder: string): Promise<ListedRun> {
  const kind = await runKind(folder);
  if (!kind)
    throw new EngineError(
      'usage',
      `${folder} is no run: it has neither ${RUN_FILE} nor event files of TensorBoard. Choose the folder of a run.`,
    );
  const follower = followRun(resolve(folder), kind);
  await follower.read();
  const { log } = follower;
  return listedRun(folder, kind, log, kind === 'run' ? await askedFor(folder) : { asked: log.hparams ?? {} });
}

/** The same. @throws EngineError `usage` if there is no run, or its run.json is broken or of another version */
export async function readRun(folder: string): Promise<ListedRun> {
  const run = await readWholeRun(folder);
  if (run.problem === undefined) return run;
  throw new EngineError('usage', run.problem);
}
