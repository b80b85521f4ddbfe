// Reads the images of a sample as pixels: a row cut into its tiles, or one file per panel. All have one size.

import { describeImage, openImage } from '../images/decode.js';
import { emptyRaster, readWhole } from '../images/memory.js';
import { copyRectangle } from '../images/rectangle.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import type { Sample } from './openDataset.js';
import type { Panel } from './panels.js';

/** Size of a row of forty tiles of 1600 px; a larger file is not a training image. */
const MOST_PIXELS = 100_000_000;
export const AS_STORED = { colour: 'as-stored', maxPixels: MOST_PIXELS } as const;

type Size = Pick<Raster, 'width' | 'height'>;

/**
 * One raster per panel, three channels, all of one size.
 * @throws EngineError `image-unreadable`; `usage` if a row does not consist of as many square tiles as panels, or if
 *   sizes differ
 */
export async function readSample(sample: Sample, panels: readonly Panel[]): Promise<Raster[]> {
  if (sample.files.length === 1) return cutRow(await readRaster(sample.files[0]!), panels, sample.files[0]!);
  const tiles: Raster[] = [];
  for (const file of sample.files) tiles.push(await readRaster(file));
  requireOneSize(sample, tiles);
  return tiles;
}

/**
 * Size of the tiles that `readSample` would read, from the headers of the files.
 * @throws EngineError as `readSample` for what headers tell
 */
export async function tileSize(sample: Sample, panels: readonly Panel[]): Promise<Size> {
  const sizes: Size[] = [];
  for (const file of sample.files) sizes.push(await describeImage(file, AS_STORED));
  if (sizes.length > 1) requireOneSize(sample, sizes);
  else requireSquares(sizes[0]!, panels, sample.files[0]!);
  const { width, height } = sizes[0]!;
  return { width: sizes.length > 1 ? width : height, height };
}

function requireOneSize({ files }: Sample, sizes: readonly Size[]): void {
  const { width, height } = sizes[0]!;
  const other = sizes.findIndex((size) => size.width !== width || size.height !== height);
  if (other > 0)
    throw new EngineError(
      'usage',
      `${files[other]} is ${sizeOf(sizes[other]!)} px, ${files[0]} ${sizeOf(sizes[0]!)} px: the images of ` +
        'a sample must be registered and of one size. "deepliif data prepare" resizes them if only their scale differs.',
    );
}

/** Reads the stored numbers, as the reference does: colour profile and orientation are ignored. */
export async function readRaster(path: string): Promise<Raster> {
  const source = await openImage(path, AS_STORED);
  try {
    return await readWhole(source);
  } finally {
    await source.close();
  }
}

function cutRow(row: Raster, panels: readonly Panel[], path: string): Raster[] {
  requireSquares(row, panels, path);
  const { height } = row;
  return panels.map((_, i) => {
    const tile = emptyRaster(height, height, 3);
    copyRectangle(row, i * height, 0, tile, 0, 0, tile);
    return tile;
  });
}

function requireSquares({ width, height }: Size, panels: readonly Panel[], path: string): void {
  if (width !== panels.length * height)
    throw new EngineError(
      'usage',
      `${path} is ${width} × ${height} px; expected ${panels.length} square tiles side by side, ` +
        `${panels.length * height} × ${height} px: ${panels.map(({ name }) => name).join(', ')}. ` +
        'Are all modalities named (--modalities-names)?',
    );
}

/** Puts tiles of one size side by side. */
export function joinRow(tiles: readonly Raster[]): Raster {
  const { width, height } = tiles[0]!;
  const row = emptyRaster(width * tiles.length, height, 3);
  tiles.forEach((tile, i) => copyRectangle(tile, 0, 0, row, i * width, 0, tile));
  return row;
}

function sizeOf({ width, height }: Size): string {
  return `${width} × ${height}`;
}
