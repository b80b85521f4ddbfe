// Runs that have ended and whose end the user has not heard of: those that this window saw training, also before it was
// closed, and those that ended since it was opened. Older ends are never told.

import type { ListedRun } from '../../engine/reading/listRuns.js';

export interface RunEnds {
  /** Runs of this list to be told of, each end once. */
  ended(runs: readonly ListedRun[]): readonly ListedRun[];
  /** Folders of runs that train, to be remembered for the next window. */
  readonly live: readonly string[];
  /** True if a process seems to have died: the list must be read once more to be sure. */
  readonly isUnsure: boolean;
}

/** `remembered`: folders that trained when the last window was closed. `sinceMs`: milliseconds since 1970. */
export function createRunEnds(remembered: readonly string[], sinceMs: number): RunEnds {
  const live = new Set(remembered);
  const told = new Set<string>();
  const suspects = new Set<string>();

  const isNews = (run: ListedRun): boolean => {
    const { folder, kind, status, state } = run;
    if (kind !== 'run') return false;
    if (run.live) {
      live.add(folder);
      suspects.delete(folder);
      return false;
    }
    const wasLive = live.has(folder);
    const { ended } = state;
    if (ended) {
      live.delete(folder);
      suspects.delete(folder);
      const end = `${folder} ${ended.time}`;
      if (told.has(end)) return false;
      told.add(end);
      return wasLive || Date.parse(ended.time) >= sinceMs;
    }
    if (status !== 'dead' || !wasLive) return false;
    // A process writes its last event just before it exits: the next reading sees it.
    if (!suspects.has(folder)) {
      suspects.add(folder);
      return false;
    }
    live.delete(folder);
    suspects.delete(folder);
    return true;
  };

  return {
    ended: (runs) => {
      const listed = new Set(runs.map(({ folder }) => folder));
      for (const folder of [...live, ...suspects])
        if (!listed.has(folder)) {
          live.delete(folder);
          suspects.delete(folder);
        }
      return runs.filter(isNews);
    },
    get live() {
      return [...live].sort();
    },
    get isUnsure() {
      return suspects.size > 0;
    },
  };
}
