// Looks at a run for its output in a notebook, which followOutput repeats.

import type { OutputPlace, RunOutput } from '../../engine/protocol/outputs.js';
import { followRun } from '../../engine/reading/followRun.js';
import { askedFor, listedRun } from '../../engine/reading/listRuns.js';
import { runKind } from '../../engine/reading/runKind.js';
import { runOutput } from '../../engine/runlog/runOutput.js';
import { ENDED_STATUSES } from '../../engine/runlog/runState.js';
import type { LookAgain } from './followOutput.js';

/** @param folder absolute path; undefined for a folder that is no run */
export async function openRunOutput(
  folder: string,
  place: OutputPlace,
): Promise<LookAgain<RunOutput> | undefined> {
  const kind = await runKind(folder);
  if (!kind) return undefined;
  const follower = followRun(folder, kind);
  const about = kind === 'run' ? await askedFor(folder) : { asked: {} };
  const read = async () => {
    await follower.read();
    return listedRun(folder, kind, follower.log, about);
  };
  return async () => {
    let run = await read();
    // A process that has just ended may have written its end after the reading.
    if (run.status === 'dead') run = await read();
    return {
      version: `${run.state.events} ${run.status}`,
      output: () => runOutput(run, place),
      isOver: ENDED_STATUSES.has(run.status),
    };
  };
}
