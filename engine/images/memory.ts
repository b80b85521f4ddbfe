// Sources and sinks of images that fit in memory.

import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import type { PixelSink, PixelSource } from './pixelSource.js';
import { copyRectangle, requireInside } from './rectangle.js';

/** A raster as a source. It is not copied and must not change while the source is open. */
export function memorySource(raster: Raster): PixelSource {
  const { width, height, channels } = raster;
  let held: Raster | undefined = raster;
  return {
    width,
    height,
    channels,
    read(x, y, w, h) {
      if (!held) return Promise.reject(new Error('This image has been closed.'));
      requireInside(raster, x, y, w, h);
      const part = emptyRaster(w, h, channels);
      copyRectangle(held, x, y, part, 0, 0, part);
      return Promise.resolve(part);
    },
    close() {
      held = undefined;
      return Promise.resolve();
    },
  };
}

/** A sink that holds its pixels; black where nothing is written. */
export function memorySink(width: number, height: number, channels: 1 | 3): PixelSink {
  let held: Raster | undefined = emptyRaster(width, height, channels);
  return {
    width,
    height,
    channels,
    write(x, y, raster) {
      if (!held) return Promise.reject(new Error('This image has been finished or discarded.'));
      requireInside(held, x, y, raster.width, raster.height);
      copyRectangle(raster, 0, 0, held, x, y, raster);
      return Promise.resolve();
    },
    finish() {
      if (!held) return Promise.reject(new Error('This image has been finished or discarded.'));
      const source = memorySource(held);
      held = undefined;
      return Promise.resolve(source);
    },
    discard() {
      held = undefined;
      return Promise.resolve();
    },
  };
}

/** All pixels of an image at once; for images known to be small. */
export function readWhole(source: PixelSource): Promise<Raster> {
  return source.read(0, 0, source.width, source.height);
}

/** A black raster. @throws EngineError out-of-memory when the machine has no room for it. */
export function emptyRaster(width: number, height: number, channels: 1 | 3): Raster {
  try {
    return { width, height, channels, data: new Uint8Array(width * height * channels) };
  } catch (cause) {
    const size = Math.ceil((width * height * channels) / 1e6);
    throw new EngineError(
      'out-of-memory',
      `No memory for ${width} × ${height} pixels (${size} MB). Close other programs or use smaller tiles.`,
      { cause },
    );
  }
}
