// Notifications when work in the folders of a tree ends: a run, a sweep. What was at work is remembered until the next
// window.

import type * as vscode from 'vscode';
import { showFailure } from './commandTable.js';
import type { FolderEnds } from './folderEnds.js';
import type { FolderTree, ListedFolder } from './folderTree.js';

export interface EndsToTell<T> {
  /** Key of the window's memory. */
  readonly key: string;
  /** @param remembered folders that were at work when the last window was closed */
  readonly ends: (remembered: readonly string[]) => FolderEnds<T>;
  readonly tell: (one: T) => Promise<void>;
  /** Called after a reading with ends. */
  readonly changed?: () => void;
  readonly log: vscode.LogOutputChannel;
}

/** Follows the readings of the tree. `memory`: kept when the window is closed. */
export function tellEnds<T extends ListedFolder>(
  tree: FolderTree<T>,
  memory: vscode.Memento,
  { key, tell, changed, log, ...kind }: EndsToTell<T>,
): vscode.Disposable {
  const ends = kind.ends(memory.get<readonly string[]>(key, []));
  let remembered = ends.live.join();
  // The view may stay hidden, and such work may have ended meanwhile.
  if (ends.live.length > 0) tree.refresh();
  return tree.onDidRead((listed) => {
    const ended = ends.ended(listed);
    for (const one of ended) void tell(one).catch((thrown: unknown) => showFailure(thrown, log));
    if (ended.length > 0) changed?.();
    if (ends.isUnsure) tree.refresh();
    if (ends.live.join() === remembered) return;
    remembered = ends.live.join();
    void memory.update(key, ends.live);
  });
}
