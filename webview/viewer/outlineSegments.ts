// Outlines of cells as line segments, in flat arrays for the GPU. Pure.

import type { PageCells } from './pageCells.js';

/** Segment i runs from (from[2i], from[2i + 1]) to (to[2i], to[2i + 1]), in the colour from colours[4i] on. */
export interface Segments {
  readonly length: number;
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly colours: Uint8Array;
}

/**
 * Segments of closed outlines. Corners nearer than `leastPx` to the last drawn corner are left out, so that the drawn
 * outline is nowhere further than that from the outline: from afar, a cell needs few of its corners.
 */
export function outlineSegments(
  { outlineStart, outlineXy }: Pick<PageCells, 'outlineStart' | 'outlineXy'>,
  which: Iterable<number>,
  colourOf: (cell: number) => ArrayLike<number>,
  leastPx = 0,
): Segments {
  let most = 0;
  for (const cell of which) most += outlineStart[cell + 1]! - outlineStart[cell]!;
  const from = new Float32Array(2 * most);
  const to = new Float32Array(2 * most);
  const colours = new Uint32Array(most);
  const colour = new Uint8Array(4);
  const packed = new Uint32Array(colour.buffer);
  let end = 0;
  for (const cell of which) {
    const first = outlineStart[cell]!;
    const last = outlineStart[cell + 1]!;
    if (first === last) continue;
    colour.set(colourOf(cell));
    let x = outlineXy[2 * first]!;
    let y = outlineXy[2 * first + 1]!;
    const segment = (toX: number, toY: number) => {
      from[2 * end] = x;
      from[2 * end + 1] = y;
      to[2 * end] = x = toX;
      to[2 * end + 1] = y = toY;
      colours[end++] = packed[0]!;
    };
    for (let i = first + 1; i < last; i++) {
      const nextX = outlineXy[2 * i]!;
      const nextY = outlineXy[2 * i + 1]!;
      // The corner half way round is always drawn: the smallest cells are a line there and back.
      if ((nextX - x) ** 2 + (nextY - y) ** 2 >= leastPx * leastPx || i === (first + last) >> 1)
        segment(nextX, nextY);
    }
    segment(outlineXy[2 * first]!, outlineXy[2 * first + 1]!);
  }
  const bytes = new Uint8Array(colours.buffer);
  return end === most
    ? { length: end, from, to, colours: bytes }
    : {
        length: end,
        from: from.slice(0, 2 * end),
        to: to.slice(0, 2 * end),
        colours: bytes.slice(0, 4 * end),
      };
}
