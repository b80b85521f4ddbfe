// Sources and sinks of pixels: images too large to hold are read and written piece by piece. A whole-slide reader
// gives another PixelSource.

import type { Raster } from '../protocol/raster.js';

export interface PixelSource {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** The rectangle must lie inside the image. The raster belongs to the caller. */
  read(x: number, y: number, width: number, height: number): Promise<Raster>;
  close(): Promise<void>;
}

export interface PixelSink {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Later writes win. The rectangle must lie inside the image. */
  write(x: number, y: number, raster: Raster): Promise<void>;
  /** Ends writing and opens the written pixels for reading. */
  finish(): Promise<PixelSource>;
  /** Ends writing and removes the written pixels. */
  discard(): Promise<void>;
}
