// Square cells for the tests of the viewer.

import type { PageCells } from '../../../../webview/viewer/pageCells.js';

/** Corners are corners of pixels, as those of outlines are. */
export type Outline = readonly (readonly [x: number, y: number])[];

/** The outline of a square that covers `side` × `side` pixels from (x, y) on. */
export function square(x: number, y: number, side: number): Outline {
  const [right, bottom] = [x + side, y + side];
  return [
    [x, y],
    [x, bottom],
    [right, bottom],
    [right, y],
  ];
}

/** Cells with these outlines; each is as large as its box, and counts as negative. */
export function pageCells(outlines: readonly Outline[]): PageCells {
  const column = (of: (outline: Outline) => number) => Int32Array.from(outlines, of);
  const least = (axis: 0 | 1) => (outline: Outline) => Math.min(...outline.map((point) => point[axis]));
  const most = (axis: 0 | 1) => (outline: Outline) => Math.max(...outline.map((point) => point[axis])) - 1;
  const extent = (axis: 0 | 1) => (outline: Outline) => most(axis)(outline) - least(axis)(outline) + 1;
  const middle = (axis: 0 | 1) => (outline: Outline) =>
    Math.round((least(axis)(outline) + most(axis)(outline)) / 2);
  const outlineStart = new Uint32Array(outlines.length + 1);
  outlines.forEach((outline, i) => (outlineStart[i + 1] = outlineStart[i]! + outline.length));
  return {
    list: {
      length: outlines.length,
      areaPx: column((outline) => extent(0)(outline) * extent(1)(outline)),
      positive: new Uint8Array(outlines.length),
      firstX: column(least(0)),
      firstY: column(least(1)),
      minX: column(least(0)),
      maxX: column(most(0)),
      maxY: column(most(1)),
      centroidX: column(middle(0)),
      centroidY: column(middle(1)),
    },
    outlineStart,
    outlineXy: Float32Array.from(outlines.flat(2)),
    gate: new Uint8Array(outlines.length).fill(1),
    corrected: new Uint8Array(outlines.length),
    revision: 1,
  };
}
