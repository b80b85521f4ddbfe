// Picture of cells from afar, a square dot for each. Moving it costs the same for any number of cells, also without a GPU.
// Pure.

import type { Bounds } from './camera.js';

export interface PointPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Part of the image that it covers, in pixels of the image. */
  readonly bounds: Bounds;
}

/** Longest side of the picture; at the scale below which cells are points, few screens have more pixels. */
const LARGEST_SIDE = 2048;
/** Half a dot's side in pixels of the image: a small nucleus at 40x. */
const RADIUS = 8;
/** Most of half a dot's side in pixels of the picture: where few cells lie far apart, small dots are enough. */
const MOST_RADIUS = 3;

/**
 * @param centres x, y, x, y … in pixels of the image; one cell at least
 * @param colourOf red, green, blue, opacity, each up to 255. Dots that are not opaque lie under those that are.
 */
export function pointPicture(
  centres: Float32Array,
  colourOf: (cell: number) => ArrayLike<number>,
): PointPicture {
  const bounds = around(centres);
  const [left, top, right, bottom] = bounds;
  const scale = Math.min(1, LARGEST_SIDE / Math.max(right - left, bottom - top));
  const width = Math.ceil((right - left) * scale);
  const height = Math.ceil((bottom - top) * scale);
  const rgba = new Uint8ClampedArray(4 * width * height);
  const pixels = new Uint32Array(rgba.buffer);
  const radius = Math.min(Math.max(Math.round(RADIUS * scale), 1), MOST_RADIUS);
  const colour = new Uint8Array(4);
  const packed = new Uint32Array(colour.buffer);
  for (const opaque of [false, true])
    for (let cell = 0; 2 * cell < centres.length; cell++) {
      colour.set(colourOf(cell));
      if ((colour[3] === 255) !== opaque) continue;
      const x = Math.floor((centres[2 * cell]! - left) * scale);
      const y = Math.floor((centres[2 * cell + 1]! - top) * scale);
      const [from, to] = [Math.max(0, x - radius), Math.min(width, x + radius)];
      for (let row = Math.max(0, y - radius); row < Math.min(height, y + radius); row++)
        pixels.fill(packed[0]!, row * width + from, row * width + to);
    }
  return { width, height, rgba, bounds };
}

function around(centres: Float32Array): Bounds {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < centres.length; i += 2) {
    const [x, y] = [centres[i]!, centres[i + 1]!];
    bounds[0] = Math.min(bounds[0], x - RADIUS);
    bounds[1] = Math.min(bounds[1], y - RADIUS);
    bounds[2] = Math.max(bounds[2], x + RADIUS);
    bounds[3] = Math.max(bounds[3], y + RADIUS);
  }
  return bounds;
}
