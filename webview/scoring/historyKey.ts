// Keys of undo and redo for corrections of classes.

import type { MapActions } from './mapScores.js';

/** Carries out a key of undo or redo; returns whether it was one. A number field has an undo of its own. */
export function historyKey(
  event: KeyboardEvent,
  trusted: boolean,
  actions: Pick<MapActions, 'undo' | 'redo'>,
): boolean {
  const { target } = event;
  if (!trusted || !(event.ctrlKey || event.metaKey)) return false;
  if (target instanceof HTMLInputElement && target.type === 'number') return false;
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) actions.undo();
  else if (key === 'y' || (key === 'z' && event.shiftKey)) actions.redo();
  else return false;
  return true;
}
