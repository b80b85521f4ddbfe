// History of the classes set by hand, for undo and redo. Each entry is the whole list of the map's corrections. The
// extension host saves the list that was posted last, and sends the saved one to the page.

import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import type { Correction } from '../../engine/protocol/correction.js';
import type { CellChange } from './cellEdits.js';

export interface CorrectionHistory {
  readonly now: readonly Correction[];
  /** Earlier lists, the latest last. */
  readonly before: readonly (readonly Correction[])[];
  /** Lists that redo brings back, the next first. */
  readonly after: readonly (readonly Correction[])[];
  /** Lists that were posted and that the host has not shown yet. */
  readonly posted: readonly string[];
}

const LONGEST_HISTORY = 500;
/** Limit on the corrections in all lists that undo keeps: about 16 MB. */
const MOST_KEPT = 2_000_000;

export function startHistory(corrections: readonly Correction[]): CorrectionHistory {
  return { now: corrections, before: [], after: [], posted: [] };
}

/** Corrections after an edit, as one step of the history. Earlier corrections of the changed cells are replaced. */
export function edited(
  history: CorrectionHistory,
  cells: CellList,
  changes: readonly CellChange[],
  { map, at }: { readonly map: string; readonly at: string },
): CorrectionHistory {
  if (changes.length === 0) return history;
  const placeOf = (x: number, y: number) => `${x},${y}`;
  const changed = new Set(changes.map(({ cell }) => placeOf(cells.centroidX[cell]!, cells.centroidY[cell]!)));
  const others = history.now.filter((other) => other.map !== map || !changed.has(placeOf(other.x, other.y)));
  const added = changes.flatMap(({ cell, says }): readonly Correction[] =>
    says ? [{ map, x: cells.centroidX[cell]!, y: cells.centroidY[cell]!, ...says, at }] : [],
  );
  return moved(history, [...others, ...added], kept([...history.before, history.now]), []);
}

/** The latest lists, within the limits. */
function kept(lists: CorrectionHistory['before']): CorrectionHistory['before'] {
  let first = lists.length - 1;
  let total = lists[first]!.length;
  while (
    first > 0 &&
    lists.length - first < LONGEST_HISTORY &&
    (total += lists[first - 1]!.length) <= MOST_KEPT
  )
    first--;
  return lists.slice(first);
}

export function undone(history: CorrectionHistory): CorrectionHistory {
  const { now, before, after } = history;
  return before.length === 0 ? history : moved(history, before.at(-1)!, before.slice(0, -1), [now, ...after]);
}

export function redone(history: CorrectionHistory): CorrectionHistory {
  const { now, before, after } = history;
  return after.length === 0 ? history : moved(history, after[0]!, [...before, now], after.slice(1));
}

/** History after the host showed a list: a posted one changes nothing, any other starts a new history. */
export function shown(history: CorrectionHistory, corrections: readonly Correction[]): CorrectionHistory {
  const text = textOf(corrections);
  const echo = history.posted.indexOf(text);
  if (echo >= 0) return { ...history, posted: history.posted.slice(echo + 1) };
  return text === textOf(history.now) ? history : startHistory(corrections);
}

function moved(
  history: CorrectionHistory,
  now: readonly Correction[],
  before: CorrectionHistory['before'],
  after: CorrectionHistory['after'],
): CorrectionHistory {
  return { now, before, after, posted: [...history.posted, textOf(now)] };
}

function textOf(corrections: readonly Correction[]): string {
  return JSON.stringify(
    corrections.map(({ map, x, y, positive, excluded = false, at }) => [map, x, y, positive, excluded, at]),
  );
}
