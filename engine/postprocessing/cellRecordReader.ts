// Checks cells that come from a file. Code behind this check trusts them.

import { EngineError } from '../protocol/errors.js';
import type { CellValue } from './cellCode.js';
import type { CellRecord, Point } from './cellRecord.js';

const LARGEST_COORDINATE = 2 ** 31 - 1;
const LARGEST_VALUE: Readonly<Record<CellValue, number>> = { marker: 255, od: 65_535 };

/**
 * Checks one cell of parsed JSON (or a decoded one). Throws `usage` with the cell's index unless its numbers are whole
 * and in range and its boundary is made of straight segments in eight directions, and not longer than a walk
 * around that many pixels can be.
 */
export function readCellRecord(json: unknown, value: CellValue, index: number): CellRecord {
  const fail = (what: string): never => {
    throw new EngineError('usage', `Cell ${index} of the cell data is broken: ${what}.`);
  };
  const whole = (candidate: unknown, what: string, largest: number, least = 0): number =>
    typeof candidate === 'number' && Number.isInteger(candidate) && candidate >= least && candidate <= largest
      ? candidate
      : fail(`${what} must be a whole number from ${least} to ${largest}`);
  const point = (candidate: unknown, what: string): Point =>
    Array.isArray(candidate) && candidate.length === 2
      ? [whole(candidate[0], what, LARGEST_COORDINATE), whole(candidate[1], what, LARGEST_COORDINATE)]
      : fail(`${what} must be a point [x, y]`);

  if (typeof json !== 'object' || json === null) return fail('an object is expected');
  const cell = json as Readonly<Record<string, unknown>>;
  const { bbox, boundary, positive } = cell;
  if (typeof positive !== 'boolean') return fail('"positive" must be true or false');
  if (!Array.isArray(bbox) || bbox.length !== 2) return fail('"bbox" must be two points');
  if (!Array.isArray(boundary) || boundary.length === 0) return fail('"boundary" must be a list of points');
  const size = whole(cell.size, '"size"', Number.MAX_SAFE_INTEGER, 1);
  const points = boundary.map((candidate: unknown) => point(candidate, '"boundary"'));
  const lengthPx = closedLength(points);
  if (Number.isNaN(lengthPx)) return fail('its boundary has a segment that runs in none of eight directions');
  // Each pixel has eight neighbours, and no step is walked twice.
  if (lengthPx > 8 * size) return fail('its boundary is too long for its size');
  return {
    size,
    positive,
    [value]: whole(cell[value], `"${value}"`, LARGEST_VALUE[value]),
    bbox: [point(bbox[0], '"bbox"'), point(bbox[1], '"bbox"')],
    centroid: point(cell.centroid, '"centroid"'),
    boundary: points,
  };
}

/** Steps of the closed walk through these corners; NaN when a segment is not straight. */
function closedLength(points: readonly Point[]): number {
  if (points.length === 1) return 0;
  let lengthPx = 0;
  let [previousX, previousY] = points.at(-1)!;
  for (const [x, y] of points) {
    const dx = Math.abs(x - previousX);
    const dy = Math.abs(y - previousY);
    if (dx !== dy && dx !== 0 && dy !== 0) return NaN;
    lengthPx += Math.max(dx, dy);
    previousX = x;
    previousY = y;
  }
  return lengthPx;
}
