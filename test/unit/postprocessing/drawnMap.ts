// Small class planes and masks as drawings, so that tests show what they are about.
//
//   class planes: . not cell  p positive  n negative
//   masks:        . background  c cell not drawn  P N bodies  + - their outlines  ? unknown

import { findCells, type CellSearch, type FoundCells } from '../../../engine/postprocessing/cells.js';
import {
  BACKGROUND,
  CELL,
  NEGATIVE,
  NEGATIVE_BORDER,
  POSITIVE,
  POSITIVE_BORDER,
  UNKNOWN,
} from '../../../engine/postprocessing/labels.js';

export interface Drawn {
  readonly plane: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const SIGN_OF_LABEL: ReadonlyMap<number, string> = new Map([
  [BACKGROUND, '.'],
  [UNKNOWN, '?'],
  [CELL, 'c'],
  [POSITIVE, 'P'],
  [NEGATIVE, 'N'],
  [POSITIVE_BORDER, '+'],
  [NEGATIVE_BORDER, '-'],
]);

export function draw(...rows: readonly string[]): Drawn {
  const labels = [...rows.join('')].map((sign) =>
    sign === 'p' ? POSITIVE : sign === 'n' ? NEGATIVE : UNKNOWN,
  );
  return { plane: Uint8Array.from(labels), width: rows[0]!.length, height: rows.length };
}

/** Cells of a drawing; nothing is noise unless a test says so. */
export function findDrawn(rows: readonly string[], search: CellSearch = {}): FoundCells {
  const { plane, width, height } = draw(...rows);
  return findCells(plane, width, height, { noiseThreshold: 0, ...search });
}

export function rowsOf(plane: Uint8Array, width: number): string[] {
  return Array.from({ length: plane.length / width }, (_, y) =>
    Array.from(plane.subarray(y * width, (y + 1) * width), (label) => SIGN_OF_LABEL.get(label) ?? '!').join(
      '',
    ),
  );
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A map with blobs, specks, holes and diagonal contacts. */
export function randomMap(seed: number, width: number, height: number, filled = 0.5): Drawn {
  const next = random(seed);
  const plane = new Uint8Array(width * height).fill(UNKNOWN);
  for (let i = 0; i < plane.length; i++) {
    const likeLeft = i % width > 0 && next() < 0.6;
    if (likeLeft) plane[i] = plane[i - 1]!;
    else if (next() < filled) plane[i] = next() < 0.4 ? POSITIVE : NEGATIVE;
  }
  return { plane, width, height };
}
