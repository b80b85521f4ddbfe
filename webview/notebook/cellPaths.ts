// Cells as paths of a 2D canvas, one per class, in picture pixels: all pictures of an output draw the same paths. Browsers
// allow about sixteen WebGL contexts on a page, and a notebook has hundreds of outputs, so nothing here uses one.

import { COUNTED_NEGATIVE, COUNTED_POSITIVE } from '../../engine/postprocessing/gate.js';
import type { PageCells } from '../viewer/pageCells.js';

export interface CellPaths {
  readonly positive: Path2D;
  readonly negative: Path2D;
  readonly uncounted: Path2D;
}

const kept = new WeakMap<object, { readonly revision: number; readonly paths: CellPaths }>();

/** The same object as long as the classes of the cells stay the same. */
export function cellPaths(cells: PageCells): CellPaths {
  const { list, gate, revision } = cells;
  const known = kept.get(list);
  if (known?.revision === revision) return known.paths;
  const paths = { positive: new Path2D(), negative: new Path2D(), uncounted: new Path2D() };
  for (let i = 0; i < list.length; i++) {
    const entry = gate[i];
    addCell(
      entry === COUNTED_POSITIVE
        ? paths.positive
        : entry === COUNTED_NEGATIVE
          ? paths.negative
          : paths.uncounted,
      cells,
      i,
    );
  }
  kept.set(list, { revision, paths });
  return paths;
}

/** Outline of one cell; a square around its centroid if the output holds no outlines. */
export function addCell(path: Path2D, { list, outlineStart, outlineXy }: PageCells, i: number): void {
  const from = outlineStart[i]!;
  const to = outlineStart[i + 1]!;
  if (from === to) {
    const side = list.maxX[i]! - list.minX[i]!;
    path.rect(list.centroidX[i]! + 0.5 - side / 2, list.centroidY[i]! + 0.5 - side / 2, side, side);
    return;
  }
  path.moveTo(outlineXy[2 * from]!, outlineXy[2 * from + 1]!);
  for (let at = from + 1; at < to; at++) path.lineTo(outlineXy[2 * at]!, outlineXy[2 * at + 1]!);
  path.closePath();
}
