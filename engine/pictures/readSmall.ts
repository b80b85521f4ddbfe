// A picture of any size and format as a small one in memory: halved on reading, so that it never lies there as a whole.

import { openImage, type ColourHandling } from '../images/decode.js';
import type { PixelSource } from '../images/pixelSource.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { wholeAtLevel } from './halve.js';

export interface SmallReading {
  readonly colour: ColourHandling;
  /** Folder for scratch files of images that are decoded as a whole. */
  readonly scratchDir?: string;
  /** Length that counts, longest side if absent. */
  readonly lengthPx?: (source: PixelSource) => number;
}

/**
 * The picture on white, halved until its longest side is at most `mostPx`.
 * @throws EngineError `image-unreadable`, `cancelled`
 */
export async function readSmall(
  path: string,
  mostPx: number,
  { lengthPx = longestSide, ...options }: SmallReading,
  control: Control,
): Promise<{ readonly raster: Raster; readonly widthPx: number; readonly heightPx: number }> {
  const source = await openImage(path, options);
  try {
    const level = Math.max(0, Math.ceil(Math.log2(lengthPx(source) / mostPx)));
    const { width, height } = source;
    return { raster: await wholeAtLevel(source, level, control), widthPx: width, heightPx: height };
  } finally {
    await source.close();
  }
}

function longestSide({ width, height }: PixelSource): number {
  return Math.max(width, height);
}
