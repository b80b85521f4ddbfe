// History of the classes set by hand, for undo and redo. Each entry is the whole list of the map's corrections. The
// extension host saves the list that was posted last, and sends the saved one to the page.

import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import type { Correction } from '../../engine/protocol/correction.js';

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

export function startHistory(corrections: readonly Correction[]): CorrectionHistory {
  return { now: corrections, before: [], after: [], posted: [] };
}

/**
 * Sets the class of a cell, replacing an earlier correction of it. `byThresholds` is its class without corrections: setting
 * that one removes the correction.
 */
export function setClass(
  history: CorrectionHistory,
  cells: CellList,
  cell: number,
  says: {
    readonly map: string;
    readonly positive: boolean;
    readonly byThresholds: boolean;
    readonly at: string;
  },
): CorrectionHistory {
  const x = cells.centroidX[cell]!;
  const y = cells.centroidY[cell]!;
  const { map, positive, at } = says;
  const others = history.now.filter((other) => other.map !== map || other.x !== x || other.y !== y);
  const now = positive === says.byThresholds ? others : [...others, { map, x, y, positive, at }];
  return moved(history, now, [...history.before, history.now].slice(-LONGEST_HISTORY), []);
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
  return JSON.stringify(corrections.map(({ map, x, y, positive, at }) => [map, x, y, positive, at]));
}
