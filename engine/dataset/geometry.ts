// What moves pixels without mixing them: crops, flips, quarter turns. Colours stay what they are.

import { emptyRaster } from '../images/memory.js';
import { copyRectangle } from '../images/rectangle.js';
import type { Raster } from '../protocol/raster.js';

/** The part of `width` × `height` at (x, y), which must lie inside. */
export function crop(image: Raster, x: number, y: number, width: number, height: number): Raster {
  const part = emptyRaster(width, height, image.channels);
  copyRectangle(image, x, y, part, 0, 0, part);
  return part;
}

/** Left and right exchanged. */
export function flipped(image: Raster): Raster {
  const { width, height } = image;
  return moved(image, width, height, (x, y) => y * width + (width - 1 - x));
}

/** @param turns quarter turns counter-clockwise, 0 … 3; an odd number exchanges width and height */
export function turned(image: Raster, turns: number): Raster {
  const { width, height } = image;
  if (turns === 1) return moved(image, height, width, (x, y) => x * width + (width - 1 - y));
  if (turns === 2) return moved(image, width, height, (x, y) => (height - 1 - y) * width + (width - 1 - x));
  if (turns === 3) return moved(image, height, width, (x, y) => (height - 1 - x) * width + y);
  return image;
}

/** Each pixel from where `from` says: the position of the old pixel in its plane. */
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

/** At another size, each pixel that of the old image under its middle; no new colours. */
export function resizedNearest(image: Raster, width: number, height: number): Raster {
  const column = (x: number) => Math.floor(((x + 0.5) * image.width) / width);
  const row = (y: number) => Math.floor(((y + 0.5) * image.height) / height);
  return moved(image, width, height, (x, y) => row(y) * image.width + column(x));
}
