// Sweeps that have ended and whose end the user has not heard of.

import type { ListedSweep } from '../../engine/reading/glanceSweep.js';
import { createFolderEnds, type FolderEnds, type WorkState } from '../workbench/folderEnds.js';

/** `remembered`: folders that worked when the last window was closed. `sinceMs`: milliseconds since 1970. */
export function createSweepEnds(remembered: readonly string[], sinceMs: number): FolderEnds<ListedSweep> {
  return createFolderEnds(workOfSweep, remembered, sinceMs);
}

/** Work of a sweep; one that was drained has no end. */
function workOfSweep({ live, ended, status }: ListedSweep): WorkState {
  const at = ended?.atMs ?? NaN;
  return {
    live,
    endedAt: Number.isNaN(at) ? undefined : new Date(at).toISOString(),
    isDead: status === 'dead',
  };
}
