// Means of cells in the pictures of an analysis, band by band.

import { yieldToEventLoop } from '../control/cancel.js';
import type { PixelSource } from '../images/pixelSource.js';
import { picturesOfMeans, sumMeans, type CellMeans } from '../measurements/cellMeans.js';
import type { CellRecord } from '../postprocessing/cellRecord.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';

/** Rows of all pictures that are read at a time. */
const BAND_ROWS = 128;

/**
 * Means of the cells of one map. `pictures`: "ihc" and modalities by name, all of one size; they stay open. Pictures of
 * another size than the image are left out.
 */
export async function measureCells(
  cells: readonly CellRecord[],
  pictures: ReadonlyMap<string, PixelSource>,
  control: Control,
): Promise<CellMeans> {
  const { width, height } = pictures.get('ihc') ?? [...pictures.values()][0]!;
  const fits = (source: PixelSource | undefined) => source?.width === width && source.height === height;
  const names = picturesOfMeans((name) => fits(pictures.get(name)));
  const sums = sumMeans(cells, names);
  for (let y = 0; y < height; y += BAND_ROWS) {
    const bands = new Map<string, Raster>();
    for (const name of names) {
      await yieldToEventLoop(control);
      bands.set(name, await pictures.get(name)!.read(0, y, width, Math.min(BAND_ROWS, height - y)));
    }
    sums.add(bands, y);
  }
  return sums.means();
}
