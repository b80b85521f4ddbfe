// Ends of work in folders that the user has not heard of: of runs and sweeps that this window saw at work, also before
// it was closed, and of those that ended since it was opened. Older ends are never told.

import type { ListedFolder } from './folderTree.js';

/** Work in a folder, as far as its end is concerned. */
export interface WorkState {
  readonly live: boolean;
  /** Time of its end, ISO 8601; undefined while it has not ended. */
  readonly endedAt: string | undefined;
  /** True if its process seems to have died. */
  readonly isDead: boolean;
}

export interface FolderEnds<T> {
  /** Folders of this list to be told of, each end once. */
  ended(listed: readonly T[]): readonly T[];
  /** Folders in which work goes on, to be remembered for the next window. */
  readonly live: readonly string[];
  /** True if a process seems to have died: the list must be read once more to be sure. */
  readonly isUnsure: boolean;
}

/**
 * @param stateOf undefined for folders whose end nobody wants to hear of
 * @param remembered folders in which work went on when the last window was closed
 * @param sinceMs milliseconds since 1970
 */
export function createFolderEnds<T extends Pick<ListedFolder, 'folder'>>(
  stateOf: (one: T) => WorkState | undefined,
  remembered: readonly string[],
  sinceMs: number,
): FolderEnds<T> {
  const live = new Set(remembered);
  const told = new Set<string>();
  const suspects = new Set<string>();

  const isNews = (one: T): boolean => {
    const { folder } = one;
    const state = stateOf(one);
    if (!state) return false;
    if (state.live) {
      live.add(folder);
      suspects.delete(folder);
      return false;
    }
    const wasLive = live.has(folder);
    const { endedAt } = state;
    if (endedAt !== undefined) {
      live.delete(folder);
      suspects.delete(folder);
      const end = `${folder} ${endedAt}`;
      if (told.has(end)) return false;
      told.add(end);
      return wasLive || Date.parse(endedAt) >= sinceMs;
    }
    if (!state.isDead || !wasLive) return false;
    // A process writes its end just before it exits: the next reading sees it.
    if (!suspects.has(folder)) {
      suspects.add(folder);
      return false;
    }
    live.delete(folder);
    suspects.delete(folder);
    return true;
  };

  return {
    ended: (listed) => {
      const folders = new Set(listed.map(({ folder }) => folder));
      for (const folder of [...live, ...suspects])
        if (!folders.has(folder)) {
          live.delete(folder);
          suspects.delete(folder);
        }
      return listed.filter(isNews);
    },
    get live() {
      return [...live].sort();
    },
    get isUnsure() {
      return suspects.size > 0;
    },
  };
}
