// One cell as one short string of printable characters, as in the reference's cell files of version 4 (with marker)
// and 6 (with optical density); docs/reference.md 7.8.
//
//   lengths · size · class · bounding box · offsets · chain
//
// Numbers are written to base 92 with digits from "#"; a Freeman chain describes the boundary.

import { EngineError } from '../protocol/errors.js';
import type { CellRecord, Point } from './cellRecord.js';

const BASE = 92;
const FIRST_DIGIT = 35;
const CLASS_DIGITS = 2;
/** Digits of coordinates and offsets; two bits each hold the length in the first character. */
const MOST_DIGITS = 4;
/** The size may have one digit more before the first character leaves the printable range. */
const MOST_SIZE_DIGITS = 5;
const LONGEST_STEP = 10;

/** Chain directions: E, NE, N, NW, W, SW, S, SE; y points down. */
const FREEMAN_X = [1, 1, 0, -1, -1, -1, 0, 1] as const;
const FREEMAN_Y = [0, -1, -1, -1, 0, 1, 1, 1] as const;

/** Measurement that the string carries. */
export type CellValue = 'marker' | 'od';

/** Writes a cell. Throws `usage` for a cell the format cannot hold (coordinates from 92^4 px on). */
export function encodeCell(cell: CellRecord, value: CellValue): string {
  const [[minX, minY], [maxX, maxY]] = cell.bbox;
  const first = cell.boundary[0]!;
  const offsets = [
    maxX - minX,
    maxY - minY,
    cell.centroid[0] - minX,
    cell.centroid[1] - minY,
    first[0] - minX,
    first[1] - minY,
  ];
  const sizeDigits = digitsFor([cell.size], MOST_SIZE_DIGITS);
  const coordinateDigits = digitsFor([minX, minY], MOST_DIGITS);
  const offsetDigits = digitsFor(offsets, MOST_DIGITS);
  return (
    String.fromCharCode(
      FIRST_DIGIT + (sizeDigits - 1) * 16 + (coordinateDigits - 1) * 4 + (offsetDigits - 1),
    ) +
    number(cell.size, sizeDigits) +
    number((cell[value] ?? 0) * 2 + (cell.positive ? 1 : 0), CLASS_DIGITS) +
    number(minX, coordinateDigits) +
    number(minY, coordinateDigits) +
    offsets.map((offset) => number(offset, offsetDigits)).join('') +
    chain(cell.boundary)
  );
}

/** Reads a cell. Throws `usage` when the string is broken; whether the cell makes sense is not checked. */
export function decodeCell(text: string, value: CellValue): CellRecord {
  const reader = new CellReader(text);
  const lengths = reader.character('the lengths');
  const size = reader.number((lengths >> 4) + 1);
  const classDigits = reader.number(CLASS_DIGITS);
  const coordinateDigits = ((lengths >> 2) & 3) + 1;
  const offsetDigits = (lengths & 3) + 1;
  const minX = reader.number(coordinateDigits);
  const minY = reader.number(coordinateDigits);
  const point = (): Point => {
    const x = minX + reader.number(offsetDigits);
    return [x, minY + reader.number(offsetDigits)];
  };
  const end = point();
  const centroid = point();
  const boundary = reader.boundary(point());
  const measured = classDigits >> 1;
  return {
    size,
    positive: (classDigits & 1) === 1,
    ...(value === 'marker' ? { marker: measured } : { od: measured }),
    bbox: [[minX, minY], end],
    centroid,
    boundary,
  };
}

function digitsFor(values: readonly number[], most: number): number {
  const largest = Math.max(...values);
  let digits = 1;
  while (largest >= BASE ** digits) digits++;
  if (digits > most || Math.min(...values) < 0)
    throw new EngineError(
      'usage',
      `A cell cannot be written in the compact form: ${largest} needs more than ${most} base-92 digits. ` +
        'Use the plain form (version 3 or 5).',
    );
  return digits;
}

function number(value: number, digits: number): string {
  let text = '';
  for (let rest = value, i = 0; i < digits; i++, rest = Math.floor(rest / BASE))
    text = String.fromCharCode(FIRST_DIGIT + (rest % BASE)) + text;
  return text;
}

function chain(boundary: readonly Point[]): string {
  let text = '';
  for (let i = 1; i < boundary.length; i++) {
    const dx = boundary[i]![0] - boundary[i - 1]![0];
    const dy = boundary[i]![1] - boundary[i - 1]![1];
    const direction = FREEMAN_X.findIndex((x, k) => x === Math.sign(dx) && FREEMAN_Y[k] === Math.sign(dy));
    for (let left = Math.max(Math.abs(dx), Math.abs(dy)); left > 0; left -= LONGEST_STEP)
      text += String.fromCharCode(FIRST_DIGIT + Math.min(left, LONGEST_STEP) * 8 + direction);
  }
  return text;
}

/** Walks through the characters of one cell. */
class CellReader {
  private at = 0;

  constructor(private readonly text: string) {}

  character(what: string): number {
    const code = this.text.charCodeAt(this.at++) - FIRST_DIGIT; // NaN past the end
    if (!(code >= 0 && code < BASE)) throw this.broken(`${what} expected`);
    return code;
  }

  number(digits: number): number {
    let value = 0;
    for (let i = 0; i < digits; i++) value = value * BASE + this.character('a digit');
    return value;
  }

  /** Reads to the end; steps in one direction are one segment. */
  boundary(first: Point): Point[] {
    const points = [first];
    let [x, y] = first;
    let previous = -1;
    while (this.at < this.text.length) {
      const step = this.character('a step of the boundary');
      const distance = step >> 3;
      const direction = step & 7;
      if (distance < 1 || distance > LONGEST_STEP) throw this.broken('a step of 1 to 10 px expected');
      x += distance * FREEMAN_X[direction]!;
      y += distance * FREEMAN_Y[direction]!;
      if (direction === previous) points.pop();
      points.push([x, y]);
      previous = direction;
    }
    return points;
  }

  private broken(what: string): EngineError {
    const shown = this.text.length > 60 ? `${this.text.slice(0, 60)}…` : this.text;
    return new EngineError(
      'usage',
      `A cell of the cell data is broken: ${what} at character ${this.at} of ${JSON.stringify(shown)}. ` +
        'The file is damaged or no cell data of version 4 or 6.',
    );
  }
}
