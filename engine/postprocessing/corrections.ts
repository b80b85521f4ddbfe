// Classes set by a person, laid over what thresholds say.

import type { Correction } from '../protocol/correction.js';
import type { CellList } from './cellColumns.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE, NOT_COUNTED, type Gate } from './gate.js';

/**
 * Changes a gate in place by the corrections of one map, the last one for a cell winning; a cell is known by its
 * centroid. Returns 1 per cell that a person has set or excluded. A cell that the size thresholds leave out stays out:
 * a correction says what a cell is, not that it counts.
 */
export function applyCorrections(
  gate: Gate,
  cells: CellList,
  corrections: readonly Correction[],
  map: string,
): Uint8Array {
  const corrected = new Uint8Array(cells.length);
  const classes = new Map<number, number>();
  for (const { map: correctedMap, x, y, positive, excluded } of corrections)
    if (correctedMap === map)
      classes.set(placeOf(x, y), excluded ? NOT_COUNTED : positive ? COUNTED_POSITIVE : COUNTED_NEGATIVE);
  if (classes.size === 0) return corrected;
  for (let i = 0; i < cells.length; i++) {
    const place = placeOf(cells.centroidX[i]!, cells.centroidY[i]!);
    const set = classes.get(place);
    if (set === undefined) continue;
    classes.delete(place); // the first of two cells with one centroid is meant
    corrected[i] = 1;
    if (gate[i] !== NOT_COUNTED) gate[i] = set;
  }
  return corrected;
}

/** One number per place; coordinates stay far below 2^26. */
function placeOf(x: number, y: number): number {
  return y * 2 ** 26 + x;
}
