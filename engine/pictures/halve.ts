// Smaller versions of pictures: each pixel is the average of the 2 × 2 (at odd edges fewer) that it stands for.

import { emptyRaster } from '../images/memory.js';
import type { PixelSink, PixelSource } from '../images/pixelSource.js';
import { yieldToEventLoop } from '../control/cancel.js';
import type { MakeSink } from '../inference/inferImage.js';
import { levelSize } from '../protocol/pictures.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';

/** Rows read at a time: even, also after halving many times. */
const BAND_ROWS = 512;

/** Half as large, sides rounded up; averages of bytes are rounded half up. */
export function halved({ width, height, channels, data }: Raster): Raster {
  const half = emptyRaster(Math.ceil(width / 2), Math.ceil(height / 2), channels);
  let o = 0;
  for (let y = 0; y < half.height; y++) {
    const upper = 2 * y * width;
    // A pixel at an odd edge has no neighbour and counts twice.
    const lower = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < half.width; x++) {
      const left = 2 * x;
      const right = Math.min(left + 1, width - 1);
      for (let c = 0; c < channels; c++)
        half.data[o++] =
          (data[(upper + left) * channels + c]! +
            data[(upper + right) * channels + c]! +
            data[(lower + left) * channels + c]! +
            data[(lower + right) * channels + c]! +
            2) >>
          2;
    }
  }
  return half;
}

/** The next level of a pyramid, read and written band by band. */
export async function nextLevel(
  source: PixelSource,
  makeSink: MakeSink,
  control: Control,
): Promise<PixelSource> {
  const { widthPx, heightPx } = levelSize({ widthPx: source.width, heightPx: source.height }, 1);
  const sink: PixelSink = await makeSink(widthPx, heightPx);
  try {
    for (let y = 0; y < source.height; y += BAND_ROWS) {
      await yieldToEventLoop(control);
      const rows = Math.min(BAND_ROWS, source.height - y);
      await sink.write(0, y / 2, halved(await source.read(0, y, source.width, rows)));
    }
    return await sink.finish();
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

/** The whole picture at a level of its pyramid, equal to that level, in one pass. */
export async function wholeAtLevel(source: PixelSource, level: number, control: Control): Promise<Raster> {
  const { widthPx, heightPx } = levelSize({ widthPx: source.width, heightPx: source.height }, level);
  const whole = emptyRaster(widthPx, heightPx, source.channels);
  const bandRows = Math.max(BAND_ROWS, 2 ** level);
  for (let y = 0; y < source.height; y += bandRows) {
    await yieldToEventLoop(control);
    let band = await source.read(0, y, source.width, Math.min(bandRows, source.height - y));
    for (let i = 0; i < level; i++) band = halved(band);
    whole.data.set(band.data, (y / 2 ** level) * widthPx * source.channels);
  }
  return whole;
}
