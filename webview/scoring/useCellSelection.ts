// Selection of cells on a page, with the keys that act on it.

import { useEffect, useRef, useState } from 'preact/hooks';
import { cellKey, takesKeys } from './cellKeys.js';
import type { CellEdit } from './cellEdits.js';
import { isOf, selectedCells, selectionAfter, type CellChoice, type CellSelection } from './cellSelection.js';
import type { MapScores } from './mapScores.js';

export interface SelectionOfPage {
  /** Selection in a map's present list; undefined if nothing of it is selected. */
  readonly in: (pane: string, map: string) => CellSelection | undefined;
  readonly choose: (pane: string, map: string, choice: CellChoice) => void;
  readonly clear: () => void;
  /** Changes the selected cells by hand, all of them as one step of undo. */
  readonly edit: (edit: CellEdit) => void;
}

export interface SelectionContext {
  readonly scoresOf: (pane: string, map: string) => MapScores | undefined;
  /** Map whose edits undo takes back while nothing is selected. */
  readonly active: MapScores | undefined;
  /** Nothing is edited in a workspace that is not trusted. */
  readonly trusted: boolean;
}

/** One page has one selection, in one map. */
export function useCellSelection(context: SelectionContext): SelectionOfPage {
  const { scoresOf, trusted } = context;
  const [selection, setSelection] = useState<CellSelection>();
  const listOf = (pane: string, map: string) => {
    const list = scoresOf(pane, map)?.cells?.list;
    return list && { pane, map, list };
  };
  const clear = () => setSelection(undefined);
  const edit = (how: CellEdit) => {
    const cells = selection && listOf(selection.pane, selection.map);
    if (!trusted || !cells || !isOf(selection, cells)) return;
    scoresOf(cells.pane, cells.map)!.actions.edit(how, selectedCells(selection));
  };
  const onKey = (event: KeyboardEvent) => {
    const key = takesKeys(event.target) ? undefined : cellKey(event);
    if (key === undefined || event.defaultPrevented) return;
    if (key === 'undo' || key === 'redo') {
      const scores = (selection && scoresOf(selection.pane, selection.map)) ?? context.active;
      if (trusted) scores?.actions[key]();
    } else if (!selection) return;
    else if (key === 'clear') clear();
    else edit(key);
    event.preventDefault();
  };
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => latest.current(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  return {
    in: (pane, map) => {
      const cells = listOf(pane, map);
      return selection && cells && isOf(selection, cells) ? selection : undefined;
    },
    choose: (pane, map, choice) => {
      const cells = listOf(pane, map);
      if (cells) setSelection((last) => selectionAfter(last, cells, choice));
    },
    clear,
    edit,
  };
}
