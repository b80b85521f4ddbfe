// Keys of cells, wherever on the page the focus is: edits of the selected cells, undo and redo, the end of a selection.
// Tooltips name them.

import { isPlainKey } from '../ui/keys.js';
import type { CellEdit } from './cellEdits.js';

export type CellKey = CellEdit | 'undo' | 'redo' | 'clear';

const PLAIN: Readonly<Record<string, CellKey>> = {
  f: 'flip',
  p: 'positive',
  n: 'negative',
  delete: 'exclude',
  backspace: 'exclude',
  r: 'restore',
  escape: 'clear',
};

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Meaning of a key; undefined if it has none here. Lists and text fields keep their own keys: see `takesKeys`. */
export function cellKey(press: KeyPress): CellKey | undefined {
  const key = press.key.toLowerCase();
  if (isPlainKey(press)) return press.shiftKey ? undefined : PLAIN[key];
  if (press.altKey) return undefined;
  if (key === 'z') return press.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !press.shiftKey ? 'redo' : undefined;
}

/** True if an element needs letters, Delete and undo itself: text and number fields, lists. */
export function takesKeys(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement)
    return !['range', 'checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}
