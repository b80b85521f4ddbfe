// Cells of a made-up map, as many as a test wants: blots of different sizes and brightnesses, found as the engine finds them.

import { cellRecord, type CellRecord } from '../../../engine/postprocessing/cellRecord.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { BACKGROUND, NEGATIVE, POSITIVE } from '../../../engine/postprocessing/labels.js';

/** Numbers from 0 to 1 that look random and are the same each time (Numerical Recipes' linear congruence). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32;
}

/** `across` × `across` cells in a map of 16 px per cell. */
export function manyCells(across: number): {
  readonly sidePx: number;
  readonly cells: readonly CellRecord[];
} {
  const random = randomFrom(7);
  const sidePx = 16 * across;
  const plane = new Uint8Array(sidePx * sidePx).fill(BACKGROUND);
  const marker = new Uint8Array(plane.length);
  const od = new Uint16Array(plane.length);
  for (let i = 0; i < across * across; i++) {
    const x = 16 * (i % across) + 7 + 2 * random();
    const y = 16 * Math.floor(i / across) + 7 + 2 * random();
    const [wide, high] = [3 + 3 * random(), 3 + 3 * random()];
    const label = random() < 0.3 ? POSITIVE : NEGATIVE;
    const [bright, dense] = [Math.floor(255 * random()), Math.floor(200 * random())];
    for (let py = Math.floor(y - high); py <= y + high; py++)
      for (let px = Math.floor(x - wide); px <= x + wide; px++) {
        if (((px - x) / wide) ** 2 + ((py - y) / high) ** 2 > 1) continue;
        const at = py * sidePx + px;
        plane[at] = label;
        marker[at] = bright;
        od[at] = dense;
      }
  }
  const { mask, cells } = findCells(plane, sidePx, sidePx, { marker, od });
  return { sidePx, cells: Array.from({ length: cells.length }, (_, i) => cellRecord(mask, cells, i)) };
}
