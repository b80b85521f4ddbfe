// Classes set by hand, as a history that can be undone. Each entry is the whole list of the map's corrections; the
// extension host keeps what was posted last, and tells the page what it has kept.

import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import type { Correction } from '../../engine/protocol/correction.js';

export interface CorrectionHistory {
  readonly now: readonly Correction[];
  /** Latest last. */
  readonly before: readonly (readonly Correction[])[];
  /** Next first. */
  readonly after: readonly (readonly Correction[])[];
  /** Posted, and not yet seen again in what the host shows. */
  readonly posted: readonly string[];
}

const LONGEST_HISTORY = 500;

export function startHistory(corrections: readonly Correction[]): CorrectionHistory {
  return { now: corrections, before: [], after: [], posted: [] };
}

/**
 * Says that a cell is positive or negative. What was said of the same cell before is replaced; `byThresholds` is its
 * class without corrections: saying the same takes the correction back.
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

/** What the host shows: an echo of what was posted changes nothing; anything else starts anew. */
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
