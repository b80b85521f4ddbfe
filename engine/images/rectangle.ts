// Rectangles of interleaved pixels: the check that one lies inside its image, and the copy of its rows.

import type { Raster } from '../protocol/raster.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Throws a RangeError, a defect of the caller, unless the rectangle lies inside the image and is not empty. */
export function requireInside(image: Size, x: number, y: number, width: number, height: number): void {
  const whole = [x, y, width, height].every(Number.isInteger);
  if (
    whole &&
    x >= 0 &&
    y >= 0 &&
    width > 0 &&
    height > 0 &&
    x + width <= image.width &&
    y + height <= image.height
  )
    return;
  throw new RangeError(
    `Rectangle ${width} × ${height} at (${x}, ${y}) is outside the image of ${image.width} × ${image.height} pixels.`,
  );
}

/** Copies the rectangle of `from` at (x, y) into `to` at (toX, toY). Both have the same number of channels. */
export function copyRectangle(
  from: Raster,
  x: number,
  y: number,
  to: Raster,
  toX: number,
  toY: number,
  { width, height }: Size,
): void {
  const { channels } = to;
  const rowBytes = width * channels;
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * from.width + x) * channels;
    to.data.set(from.data.subarray(start, start + rowBytes), ((toY + row) * to.width + toX) * channels);
  }
}
