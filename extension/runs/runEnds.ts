// Runs that have ended and whose end the user has not heard of.

import type { ListedRun } from '../../engine/reading/listRuns.js';
import { createFolderEnds, type FolderEnds, type WorkState } from '../workbench/folderEnds.js';

/** `remembered`: folders that trained when the last window was closed. `sinceMs`: milliseconds since 1970. */
export function createRunEnds(remembered: readonly string[], sinceMs: number): FolderEnds<ListedRun> {
  return createFolderEnds(workOfRun, remembered, sinceMs);
}

/** TensorBoard's folders have no end. */
function workOfRun({ kind, live, status, state }: ListedRun): WorkState | undefined {
  return kind === 'run' ? { live, endedAt: state.ended?.time, isDead: status === 'dead' } : undefined;
}
