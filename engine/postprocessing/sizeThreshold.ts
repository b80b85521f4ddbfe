// Smallest size of a cell, judged from the cells themselves (docs/reference.md 7.4): small debris and cells form two
// humps in the distribution of sizes, and the valley between them is the threshold.

import type { CellList } from './cellColumns.js';
import { roundHalfEven } from './rounding.js';
import type { Resolution } from '../protocol/thresholds.js';

/** Points at which the density is evaluated. */
const POINTS = 500;

/** Square roots of areas in px: below the least it is the least; above the most it is the usual value. */
const SQRT_AREA_RANGE: Readonly<Record<Resolution, { least: number; usual: number; most: number }>> = {
  '10x': { least: 2, usual: 2, most: 3 },
  '20x': { least: 3, usual: 4, most: 6 },
  '40x': { least: 4, usual: 7, most: 10 },
};

/**
 * The first valley of the density of √area, squared, in px: 16 … 100 at 40x, 9 … 36 at 20x, 4 … 9 at 10x; 0 for
 * fewer than two cells. Above the allowed range the usual value is taken, not the largest, as the reference does.
 */
export function automaticSizeThreshold(cells: CellList, resolution: Resolution): number {
  if (cells.length < 2) return 0;
  const { step, density } = sqrtAreaDensity(cells);
  let valley = 1;
  for (let i = 1; i < POINTS - 1; i++) {
    if (density[i]! < density[i - 1]! && density[i]! < density[i + 1]!) {
      valley = i;
      break;
    }
  }
  // One point before the valley, as the reference has it.
  const found = (valley - 1) * step;
  const { least, usual, most } = SQRT_AREA_RANGE[resolution];
  const sqrtArea = found > most ? usual : Math.max(found, least);
  return roundHalfEven(sqrtArea * sqrtArea);
}

/** Gaussian kernel density of √area, bandwidth 1, at i × step; float32, because ties decide where a valley is. */
function sqrtAreaDensity(cells: CellList): { step: number; density: Float32Array } {
  // Cells of one size share a kernel: a large image has many cells but few sizes.
  const cellsOfArea = new Map<number, number>();
  for (const area of cells.areaPx) cellsOfArea.set(area, (cellsOfArea.get(area) ?? 0) + 1);
  const roots = Float64Array.from(cellsOfArea.keys(), Math.sqrt);
  const counts = Float64Array.from(cellsOfArea.values());
  const step = (roots.reduce((a, b) => Math.max(a, b)) + 1) / POINTS;
  const density = new Float32Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    let sum = 0;
    for (let k = 0; k < roots.length; k++) {
      const distance = i * step - roots[k]!;
      sum += (counts[k]! * Math.exp((-distance * distance) / 2)) / Math.sqrt(2 * Math.PI);
    }
    density[i] = sum / cells.length;
  }
  return { step, density };
}
