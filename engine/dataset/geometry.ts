// Crops, flips and quarter turns: they move pixels and leave every colour as it is.

import { emptyRaster } from '../images/memory.js';
import { copyRectangle } from '../images/rectangle.js';
import type { Raster } from '../protocol/raster.js';

/** The part of `width` × `height` at (x, y), which must lie inside. */
export function crop(image: Raster, x: number, y: number, width: number, height: number): Raster {
  const part = emptyRaster(width, height, image.channels);
  copyRectangle(image, x, y, part, 0, 0, part);
  return part;
}

/** Mirrored, left and right exchanged. */
export function flipped(image: Raster): Raster {
  const { width, height } = image;
  return moved(image, width, height, (x, y) => y * width + (width - 1 - x));
}

/**
 * Turned by quarters.
 * @param turns quarter turns counter-clockwise, 0 … 3; an odd number exchanges width and height
 */
export function turned(image: Raster, turns: number): Raster {
  const { width, height } = image;
  if (turns === 1) return moved(image, height, width, (x, y) => x * width + (width - 1 - y));
  if (turns === 2) return moved(image, width, height, (x, y) => (height - 1 - y) * width + (width - 1 - x));
  if (turns === 3) return moved(image, height, width, (x, y) => (height - 1 - x) * width + y);
  return image;
}

/** Builds an image from another; `from` gives the position in the old plane of each new pixel. */
function moved(image: Raster, width: number, height: number, from: (x: number, y: number) => number): Raster {
  const { channels } = image;
  const out = emptyRaster(width, height, channels);
  let to = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = from(x, y) * channels;
      for (let c = 0; c < channels; c++) out.data[to++] = image.data[at + c]!;
    }
  return out;
}

/** Resized without new colours: each pixel takes the colour of the old image at its centre. */
export function resizedNearest(image: Raster, width: number, height: number): Raster {
  const column = (x: number) => Math.floor(((x + 0.5) * image.width) / width);
  const row = (y: number) => Math.floor(((y + 0.5) * image.height) / height);
  return moved(image, width, height, (x, y) => row(y) * image.width + column(x));
}
