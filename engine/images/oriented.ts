// An image turned or mirrored as its EXIF orientation tag says, without moving a pixel beforehand: each rectangle
// that is asked for is fetched from where it lies and turned.

import type { Raster } from '../protocol/raster.js';
import { emptyRaster } from './memory.js';
import type { PixelSource } from './pixelSource.js';
import { requireInside } from './rectangle.js';

/** Turns by the value of the tag: mirror the stored image left to right, top to bottom, then swap its axes. */
const ORIENTATIONS: Readonly<Record<number, { mirrorX: boolean; mirrorY: boolean; swap: boolean }>> = {
  2: { mirrorX: true, mirrorY: false, swap: false },
  3: { mirrorX: true, mirrorY: true, swap: false },
  4: { mirrorX: false, mirrorY: true, swap: false },
  5: { mirrorX: false, mirrorY: false, swap: true },
  6: { mirrorX: false, mirrorY: true, swap: true },
  7: { mirrorX: true, mirrorY: true, swap: true },
  8: { mirrorX: true, mirrorY: false, swap: true },
};

/** True when an image with this tag has its sides swapped. */
export function isSideways(orientation: number | undefined): boolean {
  return ORIENTATIONS[orientation ?? 1]?.swap ?? false;
}

/** The upright image, given the tag's value 1 … 8; 1 and anything else leave the source as it is. Owns the source. */
export function oriented(source: PixelSource, orientation: number | undefined): PixelSource {
  const turn = ORIENTATIONS[orientation ?? 1];
  if (!turn) return source;
  const { channels } = source;
  const size = turn.swap
    ? { width: source.height, height: source.width }
    : { width: source.width, height: source.height };

  return {
    ...size,
    channels,
    async read(x, y, width, height) {
      requireInside(size, x, y, width, height);
      const [w, h] = turn.swap ? [height, width] : [width, height];
      const [left, top] = turn.swap ? [y, x] : [x, y];
      const stored = await source.read(
        turn.mirrorX ? source.width - left - w : left,
        turn.mirrorY ? source.height - top - h : top,
        w,
        h,
      );
      return turned(stored, turn, emptyRaster(width, height, channels));
    },
    close: () => source.close(),
  };
}

function turned(stored: Raster, turn: (typeof ORIENTATIONS)[number], upright: Raster): Raster {
  const { channels } = stored;
  let o = 0;
  for (let y = 0; y < upright.height; y++)
    for (let x = 0; x < upright.width; x++) {
      const column = turn.swap ? y : x;
      const row = turn.swap ? x : y;
      const p =
        ((turn.mirrorY ? stored.height - 1 - row : row) * stored.width +
          (turn.mirrorX ? stored.width - 1 - column : column)) *
        channels;
      for (let c = 0; c < channels; c++) upright.data[o++] = stored.data[p + c]!;
    }
  return upright;
}
