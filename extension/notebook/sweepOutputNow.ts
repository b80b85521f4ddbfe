// Looks at a sweep, or at a journal of Optuna, for its output in a notebook, which followOutput repeats.

import type { OutputPlace, SweepOutput } from '../../engine/protocol/outputs.js';
import { endOfStudy } from '../../engine/reading/endOfStudy.js';
import { followSweep } from '../../engine/reading/followSweep.js';
import { readShownStudy, sweepContent } from '../../engine/reading/sweepContent.js';
import type { LookAgain } from './followOutput.js';

/**
 * Looks without a change after which a sweep without a process is over: about ten minutes. Notebooks and Optuna work on
 * sweeps without a process card, and a trial of theirs may be silent for minutes.
 */
const MOST_SILENT_LOOKS = 600;

/** @param place absolute path of a sweep's folder or of a journal file */
export function openSweepOutput(
  place: string,
  shown: OutputPlace,
  mostSilentLooks = MOST_SILENT_LOOKS,
): LookAgain<SweepOutput> {
  const follower = followSweep(place);
  let study: string | undefined;
  let changes = 0;
  let silentLooks = 0;
  return async () => {
    const now = await readShownStudy(follower, study);
    study = now.study?.name;
    const hasChanged = now.isAnew || now.changed.length > 0;
    if (hasChanged) changes++;
    silentLooks = hasChanged || now.isWorking ? 0 : silentLooks + 1;
    const hasEnded = now.study !== undefined && endOfStudy(now.study) !== undefined;
    return {
      version: String(changes),
      output: () => sweepContent(now, place, shown),
      isOver: !now.isWorking && (hasEnded || silentLooks >= mostSilentLooks),
    };
  };
}
