// Puts the results of tiles together to an image. One row of tiles is gathered in memory and then written at
// once, so that an image on disk is written in few large pieces and only one band of it is ever held.

import { emptyRaster } from '../images/memory.js';
import type { PixelSink, PixelSource } from '../images/pixelSource.js';
import { copyRectangle } from '../images/rectangle.js';
import type { Raster } from '../protocol/raster.js';
import type { Tile, TileGrid } from './tiles.js';
import { pasteRectangle } from './tiles.js';

export interface Mosaic {
  /** Takes the result of a tile, tilePx × tilePx with the sink's channels. Rows of tiles come from top to bottom. */
  paste(tile: Tile, result: Raster): Promise<void>;
  /** The whole image, ready to be read. */
  finish(): Promise<PixelSource>;
  /** Gives up and leaves nothing behind. */
  discard(): Promise<void>;
}

interface Band {
  readonly row: number;
  readonly top: number;
  readonly pixels: Raster;
}

/** An image of the grid's size that tiles are pasted into; later tiles win over earlier ones. Owns the sink. */
export function mosaic(grid: TileGrid, sink: PixelSink): Mosaic {
  if (sink.width !== grid.width || sink.height !== grid.height)
    throw new RangeError(
      `A sink of ${sink.width} × ${sink.height} for tiles of ${grid.width} × ${grid.height}.`,
    );
  let band: Band | undefined;

  async function flush(): Promise<void> {
    if (band) await sink.write(0, band.top, band.pixels);
    band = undefined;
  }

  return {
    async paste(tile, result) {
      if (result.width !== grid.tilePx || result.height !== grid.tilePx || result.channels !== sink.channels)
        throw new RangeError(
          `A tile of ${result.width} × ${result.height} × ${result.channels}; expected ${grid.tilePx} × ` +
            `${grid.tilePx} × ${sink.channels}.`,
        );
      const target = pasteRectangle(grid, tile);
      const row = Math.floor(tile.index / grid.columns.length);
      if (band && row < band.row)
        throw new RangeError(`Tile ${tile.index} comes after a lower row of tiles.`);
      if (band?.row !== row) {
        await flush();
        band = { row, top: target.y, pixels: emptyRaster(grid.width, target.height, sink.channels) };
      }
      copyRectangle(result, target.x - tile.x, target.y - tile.y, band.pixels, target.x, 0, target);
    },
    async finish() {
      await flush();
      return sink.finish();
    },
    async discard() {
      band = undefined;
      await sink.discard();
    },
  };
}
